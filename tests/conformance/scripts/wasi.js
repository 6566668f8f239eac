// A WebAssembly program on node:wasi: its arguments to stdout, then in.txt, then it exits with the errno of a file that is not there.
const fs = require('node:fs');
const { WASI } = require('node:wasi');

const program = Buffer.from(
  'AGFzbQEAAAABKAZgBH9/f38Bf2AAAGACf38Bf2AJf39/f39+fn9/AX9gAX8AYAF/AX8CoQIIFndhc2lfc25hcHNob3RfcHJldmll' +
    'dzEIZmRfd3JpdGUAABZ3YXNpX3NuYXBzaG90X3ByZXZpZXcxDmFyZ3Nfc2l6ZXNfZ2V0AAIWd2FzaV9zbmFwc2hvdF9wcmV2aWV3' +
    'MQhhcmdzX2dldAACFndhc2lfc25hcHNob3RfcHJldmlldzEJcGF0aF9vcGVuAAMWd2FzaV9zbmFwc2hvdF9wcmV2aWV3MQdmZF9y' +
    'ZWFkAAAWd2FzaV9zbmFwc2hvdF9wcmV2aWV3MQlwcm9jX2V4aXQABBZ3YXNpX3NuYXBzaG90X3ByZXZpZXcxCGZkX2Nsb3NlAAUW' +
    'd2FzaV9zbmFwc2hvdF9wcmV2aWV3MRFlbnZpcm9uX3NpemVzX2dldAACAwIBAQUDAQABBxMCBm1lbW9yeQIABl9zdGFydAAICowB' +
    'AYkBAEEAQQQQARpB5ABByAEQAhpBEEHIATYCAEEUQQQoAgA2AgBBAUEQQQFBCBAAGkEkQQNBAEHYBEEGQQBCAkIAQQBBIBADNgIA' +
    'QRBB6Ac2AgBBFEHkADYCAEEgKAIAQRBBAUEUEAQaQQFBEEEBQQgQABpBA0EAQeIEQQZBAEICQgBBAEEgEAMQBQsLGQIAQdgECwZp' +
    'bi50eHQAQeIECwZuby50eHQ=',
  'base64',
);

fs.writeFileSync('in.txt', 'read by WASI\n');
const wasi = new WASI({ version: 'preview1', args: ['one\n', 'two\n'], preopens: { '/': process.cwd() } });
const instance = new WebAssembly.Instance(new WebAssembly.Module(program), wasi.getImportObject());
console.log(wasi.start(instance));
try {
  wasi.start(instance);
} catch (error) {
  console.log(error.code);
}
