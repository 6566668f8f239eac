for (let i = 0; i < 3; i++) {
  setTimeout(() => {
    console.log('timer', i);
    Promise.resolve().then(() => console.log('micro', i));
    process.nextTick(() => console.log('tick', i));
  }, 1);
}
