import 'monaco-editor/languages/features/json/json.worker.js';

// Loaded: see start-worker.ts.
postMessage('ready');
