const { Worker, BroadcastChannel } = require('worker_threads');
const channel = new BroadcastChannel('news');
const other = new BroadcastChannel('other');
other.onmessage = () => console.log('not for this channel');
const code = `
  const { BroadcastChannel, workerData } = require('worker_threads');
  const channel = new BroadcastChannel('news');
  channel.onmessage = ({ data }) => {
    if (data.to !== workerData) return;
    channel.postMessage({ from: workerData, got: data.text, map: new Map([[1, new Date(0)]]) });
    channel.close();
  };
  channel.postMessage({ from: workerData, ready: true });
`;
const heard = [];
channel.onmessage = ({ data }) => {
  heard.push(data);
  if (data.ready) channel.postMessage({ to: data.from, text: 'hello ' + data.from });
  if (heard.length === 4) {
    console.log(heard.sort((a, b) => a.from - b.from || (b.ready === true) - (a.ready === true)));
    channel.close();
    other.close();
  }
};
for (const id of [1, 2]) new Worker(code, { eval: true, workerData: id });
