import 'monaco-editor/editor/editor.worker.js';

// Loaded: see start-worker.ts.
postMessage('ready');
