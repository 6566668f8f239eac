import 'monaco-editor/languages/features/css/css.worker.js';

// Loaded: see start-worker.ts.
postMessage('ready');
