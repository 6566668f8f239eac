// Local times in the zone of TZ, which can be changed while the program runs.
const { inspect, types } = require('util');

const show = (date) => [
  String(date),
  date.toDateString(),
  date.toLocaleString('en-US'),
  date.toLocaleDateString('en-GB'),
  date.toLocaleTimeString('de-DE'),
  date.getTimezoneOffset(),
  [date.getFullYear(), date.getMonth(), date.getDate(), date.getDay(), date.getHours(), date.getMinutes()].join(),
];
const zones = ['America/New_York', 'Asia/Kolkata', 'Europe/Berlin', 'Australia/Lord_Howe', 'UTC', ':Asia/Tokyo'];
for (const zone of zones) {
  process.env.TZ = zone;
  console.log(zone, Intl.DateTimeFormat().resolvedOptions().timeZone);
  for (const time of [1e12, 1720000000123]) console.log(show(new Date(time)));
  for (const text of [
    '2021-03-14',
    '2021-03-14T02:30:00',
    '2021-03-14T02:30:00Z',
    '2021-11-07T01:30',
    '2021-03-28T02:30:00.5+05:30',
    'Mar 14 2021 10:20:30',
    'Sun Mar 14 2021 10:20:30 GMT+0100 (there)',
    '14 March 2021 10:20 EST',
    '2021/03/14 10:20',
    'nonsense',
  ])
    console.log(text, Date.parse(text), new Date(text).getTime());
  console.log(new Date(-1e12).toTimeString().slice(0, 17), new Date(0).getTimezoneOffset());
  const date = new Date(2021, 2, 14, 2, 30);
  console.log(date.toISOString(), new Date(99, 0).toISOString(), new Date(2021, 10, 7, 1, 30).toISOString());
  console.log(date.setHours(25, 1), date.setDate(0), date.setMonth(13), date.setFullYear(2020, 1, 29), date.setMinutes(-1));
  console.log(new Date(NaN).setFullYear(2020), new Date(NaN).setHours(1), String(new Date(NaN)), date.getYear());
  console.log(date.setYear(97), new Date(date).getTime() === date.getTime(), new Date({ valueOf: () => 5 }).getTime());
}
process.env.TZ = 'America/New_York';
class Mine extends Date {}
const mine = new Mine(2020, 0);
console.log(mine instanceof Mine, mine instanceof Date, mine.constructor === Mine, new Date().constructor === Date);
console.log(inspect(mine), types.isDate(mine), types.isProxy(Date), Date.name, Date.length);
console.log(typeof Date(), JSON.stringify(new Date(0)), structuredClone(new Date(0)) instanceof Date, `${new Date(0)}`);
console.log(new Intl.DateTimeFormat('en-US', { timeStyle: 'long' }).format(0));
console.log(new Intl.DateTimeFormat('en-US', { timeStyle: 'long', timeZone: 'Asia/Tokyo' }).format(0));
console.log(new Date(0).toLocaleString('en-US', { timeZone: 'Asia/Tokyo' }), new Date(0) - new Date(-5));
delete process.env.TZ;
console.log('TZ' in process.env);
