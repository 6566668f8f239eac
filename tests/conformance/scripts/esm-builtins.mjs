process.removeAllListeners("warning"); process.on("warning", () => {});
import { builtinModules } from 'node:module';
// Not built into Holdfast, and said so: the inspector and trace events.
const names = builtinModules.filter((name) => !/^inspector|^trace_events/.test(name));
for (const name of names) {
  const namespace = await import(name);
  if (!('default' in namespace)) console.log(name, 'has no default');
}
const { default: tls, connect } = await import('node:tls');
console.log(typeof tls.connect, connect === tls.connect, names.length > 60);
