import { EventEmitter } from 'events';
console.log(typeof EventEmitter);
throw new Error('esm boom');
