// What is wrong with a value of a scenario, in English: the part after "path = value: ".
export const SHAPE = {
  'shape.undocumented': (a: { channel: string }) =>
    `no platform has documented limits of ${a.channel}; leave it out, or write {window, quota?, click?, code?, gone?, cut?}`,
  'shape.timeOfDay': 'write a time of day, such as "9:00" or "21:30"',
  'shape.opens': 'a day has no 24:00 to open at; write "0:00", and the day after',
  'shape.day': 'write a day of the week: 1 (Monday) to 7 (Sunday), or mon, tue, wed, thu, fri, sat, sun',
  'shape.date': 'write a date that exists, such as "2026-12-25"',
  'shape.starts':
    'write what the clock shows when the scenario begins, such as "9:00" (on a Monday), "Fri 16:50" or "2026-11-11 9:00"',
  'shape.zone': 'there is no such time zone; write a name such as "Asia/Shanghai", or an offset such as "+08:00"',
  'shape.needsDate': 'needs a date in `starts`, such as "2026-11-11 9:00"',
  'shape.leftOut': (a: { zone: string }) =>
    `the clocks of ${a.zone} are put forward over this time; write an earlier or a later one`,
  'shape.hours': 'write {opens, closes, starts}, or {open: [{opens, closes, days?}], starts}, or "always"',
  'shape.hoursTwice': 'stands in another entry already; write it in one',
  'shape.hoursEmpty': 'the desk would close at the moment when it opens; for the whole day write "0:00" and "24:00"',
  'shape.hoursOverlap': (a: { one: string; other: string }) =>
    `${a.one} and ${a.other} are open at the same time; write one stretch, or let them lie apart`,
  'shape.promptForm': 'write before, or after and closes',
  'shape.promptOnce': '`closes` counts from the prompt, so that it is asked once; leave this out',
  'shape.noUnit': (a: { number: string }) =>
    `has no unit; write a duration such as "${a.number}s", "${a.number}m" or "${a.number}h"`,
  'shape.quoteDuration': 'write a duration in quotes, such as "90s", "30m" or "2h"',
  'shape.duration.form': (a: { text: string }) =>
    `"${a.text}" is not a duration; write numbers and units, such as 500ms, 90s, 30m, 2h, 1h30m or 1d`,
  'shape.duration.fine': (a: { text: string }) =>
    `"${a.text}" is not a whole number of milliseconds; the finest duration is 1ms`,
  'shape.duration.long': (a: { text: string }) => `"${a.text}" is too long; the longest duration is 100 days`,
  'shape.forms': (a: { forms: readonly string[] }) =>
    `write a duration such as "90s", or ${a.forms.length > 1 ? `${a.forms.slice(0, -1).join(', ')} or ` : ''}${a.forms.at(-1) ?? ''}`,
  'shape.fromAfterTo': '`to` is shorter than `from`; write the shorter one first',
  'shape.wholeSeconds': 'must be whole seconds',
  'shape.curveParts': '`for` cannot be cut into as many parts of whole seconds as `curve` has',
  'shape.curveZero': 'curve is all zero: nobody would come; give at least one part a weight',
  'shape.endingsZero': 'all endings have weight 0; give at least one a weight',
  'shape.notZero': 'must be longer than 0',
  'shape.sidesNull': 'cannot be null; for a desk without an idle timeout write idle: null',
  'shape.commitLong': 'is longer than a commit can be; write 1s or less',
  'shape.crashOverlaps': (a: { at: string; back: string }) =>
    `the server is away from ${a.at} to ${a.back} already; write a later \`at\``,
  'shape.crashBeyond': (a: { end: string }) =>
    `play is over at ${a.end} at the latest, before the server is back; write an earlier \`at\`, a shorter \`for\` or a longer \`tail\``,
  'shape.waiting': 'write a share from 0 to 1, or "any"',
  'shape.tail': 'write a length such as "30m", which cuts play on purpose, or { atMost: "3d" }, which bounds it',
  'shape.limitBelowEvery': '`limit` must not be shorter than `every`',
  'shape.mostBelowFirst': '`most` must not be shorter than `first`',
  'shape.allowed': 'write "any" or the largest number allowed',
  'shape.name': 'use small letters, digits and hyphens, such as my-desk',
  'shape.profileName':
    'a profile is named with letters, digits and + . _ = % -, up to 40 of them, such as patient or 10m; write another name',
  'shape.channelsZero': 'give at least one channel a weight',
  'shape.personasZero': 'give at least one persona a weight',
  'shape.speed': 'write a number from 0.01 to 10000, or "auto"',
  'shape.seed': 'write a text or a whole number, such as 7',
} as const;
