const { monitorEventLoopDelay } = require('perf_hooks');
const v8 = require('v8');
const histogram = monitorEventLoopDelay({ resolution: 5 });
console.log(histogram.enable(), histogram.enable(), histogram.count);
setTimeout(() => {
  const end = Date.now() + 60;
  while (Date.now() < end);
  setTimeout(() => {
    console.log(histogram.disable(), histogram.disable(), histogram.count > 1, histogram.max > 50e6, histogram.min >= 4e6);
    const { count } = histogram;
    setTimeout(() => console.log(histogram.count === count), 20);
  }, 20);
}, 20);
try {
  monitorEventLoopDelay({ resolution: 0 });
} catch (error) {
  console.log(error.code, error.message);
}
const spaces = v8.getHeapSpaceStatistics();
console.log(spaces.map(({ space_name }) => space_name).includes('old_space'), Object.keys(spaces[0]));
const sum = (name) => spaces.reduce((total, space) => total + space[name], 0);
console.log(sum('space_size') > 1e6, sum('space_used_size') <= sum('space_size'));
