import { nothingHere } from 'node:fs';
