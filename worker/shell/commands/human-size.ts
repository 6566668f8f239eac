// Sizes as ls -h and du -h print them: rounded up, one decimal below ten.

const units = ['', 'K', 'M', 'G', 'T', 'P'];

export function humanSize(bytes: number): string {
  let value = bytes;
  let unit = 0;
  while (value >= 1024 && unit < units.length - 1) {
    value /= 1024;
    unit += 1;
  }
  if (unit === 0) return String(bytes);
  const tenths = Math.ceil(value * 10) / 10;
  if (tenths < 10) return `${tenths.toFixed(1)}${units[unit] ?? ''}`;
  const whole = Math.ceil(value);
  return whole >= 1024 ? `1.0${units[unit + 1] ?? ''}` : `${String(whole)}${units[unit] ?? ''}`;
}
