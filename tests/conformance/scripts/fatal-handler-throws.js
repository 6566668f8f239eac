process.on('uncaughtException', () => { throw new Error('in handler'); });
throw new Error('first');
