// Byte swapping in place, for Buffer's swap16, swap32 and swap64. The length is a multiple of the width.

export function swapBytes(bytes: Uint8Array, width: 2 | 4 | 8): void {
  const half = width / 2;
  for (let i = 0; i < bytes.length; i += width) {
    for (let k = 0; k < half; k++) {
      const low = bytes[i + k] as number;
      bytes[i + k] = bytes[i + width - 1 - k] as number;
      bytes[i + width - 1 - k] = low;
    }
  }
}
