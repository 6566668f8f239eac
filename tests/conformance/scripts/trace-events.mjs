import { createTracing, getEnabledCategories } from 'node:trace_events';
const tracing = createTracing({ categories: ['node.perf', 'v8'] });
console.log(getEnabledCategories(), tracing.enabled, tracing.categories, tracing);
try {
  createTracing({ categories: [] });
} catch (error) {
  console.log(error.code);
}
