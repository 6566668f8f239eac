const usage = process.memoryUsage();
console.log(Object.keys(usage), Object.values(usage).every((n) => Number.isInteger(n) && n >= 0), usage.rss >= usage.heapUsed, usage.heapTotal >= usage.heapUsed);
console.log(Number.isInteger(process.memoryUsage.rss()), typeof process.constrainedMemory(), typeof process.availableMemory());
const os = require('os'); console.log(os.freemem() > 0, os.totalmem() >= os.freemem(), os.loadavg().length, os.uptime() > 0);
console.log(Object.keys(process.resourceUsage()), Object.keys(process.cpuUsage()), process.uptime() > 0, Object.keys(require('v8').getHeapStatistics()).length);
