export function counter(button: HTMLButtonElement, start = 0): void {
  let count = start;
  const show = () => (button.textContent = `count is ${count}`);
  button.addEventListener('click', () => {
    count++;
    show();
  });
  show();
}
