import readline from 'node:readline/promises';
for await (const l of readline.createInterface({ input: process.stdin })) console.log('>', l);
