try { process.exitCode = 'abc'; } catch (e) { console.log(e.code, e.message); }
try { process.exit(1.5); } catch (e) { console.log(e.code); }
