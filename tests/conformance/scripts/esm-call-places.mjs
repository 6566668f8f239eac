import assert from 'node:assert';
import { readFileSync as read } from 'node:fs';
const place = (error) => /:(\d+:\d+)\)?$/.exec(error.stack.split('\n').find((line) => line.includes('esm-call-places')))[1];
const attempt = (action) => {
  try {
    action();
  } catch (error) {
    console.log(place(error), error.message);
  }
};
attempt(() => assert(0));
attempt(() => assert(false, undefined));
attempt(() => {
  void 0; assert.ok(typeof 5 === 'string');
});
attempt(() => [1, read('nothing')]);
