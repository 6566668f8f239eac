const { exec } = require('child_process'); exec(`"${process.execPath}" -e "throw new Error('in child')"`, (e, out, err) => console.log(e.code, err.includes('Error: in child'), out));
