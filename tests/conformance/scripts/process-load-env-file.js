const fs = require('fs');
const attempt = (...args) => {
  try {
    process.loadEnvFile(...args);
    console.log(process.env.FIRST, process.env.SECOND);
  } catch (error) {
    console.log(error.name, error.code, error.message);
  }
};
attempt();
fs.writeFileSync('.env', 'FIRST=1\n');
fs.writeFileSync('other.env', 'FIRST=2\nSECOND="a b" # comment\n');
attempt();
attempt('other.env');
attempt(new URL('file:///nowhere/.env'));
attempt(5);
