// Names of this machine, names that cannot exist, and addresses as they are.
const dns = require('dns');
const net = require('net');
async function main() {
  for (const [name, options] of [['localhost'], ['127.0.0.1'], ['::1', { all: true }], ['1.2.3.4', { family: 4 }]])
    console.log(name, await dns.promises.lookup(name, options));
  for (const name of ['no-such-host.invalid', '']) {
    try {
      console.log(await dns.promises.lookup(name));
    } catch (error) {
      console.log(error.message, { ...error });
    }
  }
  console.log(await dns.promises.lookupService('127.0.0.1', 80));
  for (const text of ['::1', '::ffff:1.2.3.4', '1.2.3.4', '1.2.3', 'fe80::1%lo', 'x']) console.log(text, net.isIP(text));
  const list = new net.BlockList();
  list.addSubnet('10.0.0.0', 8);
  console.log(list.check('10.1.2.3'), list.check('11.0.0.1'), list.rules);
  // One after the other: the real Node asks on a pool of threads, in no order.
  dns.lookup('localhost', { all: true }, (error, addresses) => {
    console.log(error, addresses);
    dns.lookup('localhost', 4, (error, address, family) => console.log(error, address, family));
  });
}
main();
