setImmediate(() => {
  console.log(1);
  process.nextTick(() => console.log('tick after 1'));
  Promise.resolve().then(() => console.log('micro after 1'));
  setImmediate(() => console.log('next round'));
});
setImmediate(() => console.log(2));
setImmediate(() => console.log(3));
