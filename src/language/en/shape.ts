// What is wrong with a value of a scenario, in English: the part after "path = value: ".
export const SHAPE = {
  'shape.undocumented': (a: { channel: string }) =>
    `no platform has documented limits of ${a.channel}; leave it out, or write {window, quota?, click?, code?, gone?, cut?}`,
  'shape.timeOfDay': 'write a time of day, such as "9:00" or "21:30"',
  'shape.noUnit': (a: { number: string }) =>
    `has no unit; write a duration such as "${a.number}s", "${a.number}m" or "${a.number}h"`,
  'shape.quoteDuration': 'write a duration in quotes, such as "90s", "30m" or "2h"',
  'shape.duration.form': (a: { text: string }) =>
    `"${a.text}" is not a duration; write numbers and units, such as 500ms, 90s, 30m, 2h, 1h30m or 1d`,
  'shape.duration.fine': (a: { text: string }) =>
    `"${a.text}" is not a whole number of milliseconds; the finest duration is 1ms`,
  'shape.duration.long': (a: { text: string }) => `"${a.text}" is too long; the longest duration is 100 days`,
  'shape.forms': (a: { forms: readonly string[] }) =>
    `write a duration such as "90s", or ${a.forms.slice(0, -1).join(', ')} or ${a.forms.at(-1) ?? ''}`,
  'shape.fromAfterTo': '`to` is shorter than `from`; write the shorter one first',
  'shape.wholeSeconds': 'must be whole seconds',
  'shape.curveParts': '`for` cannot be cut into as many parts of whole seconds as `curve` has',
  'shape.curveZero': 'curve is all zero: nobody would come; give at least one part a weight',
  'shape.endingsZero': 'all endings have weight 0; give at least one a weight',
  'shape.notZero': 'must be longer than 0',
  'shape.commitLong': 'is longer than a commit can be; write 1s or less',
  'shape.crashOverlaps': (a: { at: string; back: string }) =>
    `the server is away from ${a.at} to ${a.back} already; write a later \`at\``,
  'shape.crashBeyond': (a: { profile: string; end: string }) =>
    `play is over at ${a.end} under profile ${a.profile}, before the server is back; write an earlier \`at\`, a shorter \`for\` or a longer \`tail\``,
  'shape.limitBelowEvery': '`limit` must not be shorter than `every`',
  'shape.mostBelowFirst': '`most` must not be shorter than `first`',
  'shape.allowed': 'write "any" or the largest number allowed',
  'shape.name': 'use small letters, digits and hyphens, such as my-desk',
  'shape.channelsZero': 'give at least one channel a weight',
  'shape.personasZero': 'give at least one persona a weight',
  'shape.speed': 'write a number from 0.01 to 10000, or "auto"',
} as const;
