setTimeout(() => console.log('never'), 20);
async function f() {
  await null;
  throw new RangeError('rejected');
}
f();
