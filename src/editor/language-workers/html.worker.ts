import 'monaco-editor/languages/features/html/html.worker.js';

// Loaded: see start-worker.ts.
postMessage('ready');
