// The node:test reporter of `npm run requirements`:
// a line of JSON for each test that is not a group.

export default async function* report(events) {
  const names = [];
  for await (const { type, data } of events) {
    if (type === 'test:start') {
      names.length = data.nesting;
      names[data.nesting] = data.name;
    } else if (
      (type === 'test:pass' || type === 'test:fail') &&
      data.details?.type !== 'suite' &&
      data.skip === undefined
    ) {
      const name = [...names.slice(0, data.nesting), data.name].join(' > ');
      yield `${JSON.stringify({ name, ok: type === 'test:pass' })}\n`;
    }
  }
}
