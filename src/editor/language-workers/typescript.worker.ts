import 'monaco-editor/languages/features/typescript/ts.worker.js';

// Loaded: see start-worker.ts.
postMessage('ready');
