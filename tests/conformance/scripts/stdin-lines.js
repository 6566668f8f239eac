let b = ''; process.stdin.setEncoding('utf8'); process.stdin.on('data', (d) => b += d); process.stdin.on('end', () => console.log(JSON.stringify(b), process.stdin.isTTY));
