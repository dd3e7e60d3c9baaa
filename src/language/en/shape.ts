// Errors in single values of a scenario, in English: the part after "path = value: ".
export const SHAPE = {
  'shape.undocumented': (a: { channel: string }) =>
    `the platform of ${a.channel} documents no limits; leave it out, or write {window, quota?, click?, code?, gone?, cut?}`,
  'shape.timeOfDay': 'write a time of day, such as "9:00" or "21:30"',
  'shape.opens': '24:00 is only a closing time; write "0:00" of the next day',
  'shape.day': 'write a day of the week: 1 (Monday) to 7 (Sunday), or mon, tue, wed, thu, fri, sat, sun',
  'shape.date': 'write a date that exists, such as "2026-12-25"',
  'shape.starts':
    'write the time at which the scenario begins, such as "9:00" (on a Monday), "Fri 16:50" or "2026-11-11 9:00"',
  'shape.zone': 'unknown time zone; write a name such as "Asia/Shanghai", or an offset such as "+08:00"',
  'shape.needsDate': 'needs a date in `starts`, such as "2026-11-11 9:00"',
  'shape.leftOut': (a: { zone: string }) =>
    `this time does not exist, because the clocks of ${a.zone} go forward over it; write an earlier or a later one`,
  'shape.hours': 'write {opens, closes, starts}, or {open: [{opens, closes, days?}], starts}, or "always"',
  'shape.hoursTwice': 'is already set in another entry; set it once',
  'shape.hoursEmpty': 'opens and closes at the same time; for the whole day write "0:00" and "24:00"',
  'shape.hoursOverlap': (a: { one: string; other: string }) =>
    `${a.one} and ${a.other} overlap; write one stretch, or separate them`,
  'shape.promptForm': 'write before, or after and closes',
  'shape.promptOnce': '`closes` allows one prompt only, because it fixes the close; leave this out',
  'shape.noUnit': (a: { number: string }) =>
    `has no unit; write a duration such as "${a.number}s", "${a.number}m" or "${a.number}h"`,
  'shape.quoteDuration': 'write a duration in quotes, such as "90s", "30m" or "2h"',
  'shape.duration.form': (a: { text: string }) =>
    `"${a.text}" is not a duration; write numbers and units, such as 500ms, 90s, 30m, 2h, 1h30m or 1d`,
  'shape.duration.fine': (a: { text: string }) =>
    `"${a.text}" is not a whole number of milliseconds; the shortest unit is 1ms`,
  'shape.duration.long': (a: { text: string }) => `"${a.text}" is too long; the longest duration is 100 days`,
  'shape.forms': (a: { forms: readonly string[] }) =>
    `write a duration such as "90s", or ${a.forms.length > 1 ? `${a.forms.slice(0, -1).join(', ')} or ` : ''}${a.forms.at(-1) ?? ''}`,
  'shape.fromAfterTo': '`to` is shorter than `from`; write the shorter one first',
  'shape.wholeSeconds': 'must be whole seconds',
  'shape.curveParts': '`for` must divide into equal parts of whole seconds, one for each number of `curve`',
  'shape.curveZero': 'every number of curve is 0, so nobody would come; give at least one part a weight',
  'shape.endingsZero': 'all endings have weight 0; give at least one a weight',
  'shape.notZero': 'must be longer than 0',
  'shape.commitLong': 'is longer than any commit; write 1s or less',
  'shape.sidesNull': 'cannot be null; for a desk without an idle timeout write idle: null',
  'shape.crashOverlaps': (a: { at: string; back: string }) =>
    `the server is already down from ${a.at} to ${a.back}; write a later \`at\``,
  'shape.crashBeyond': (a: { end: string }) =>
    `the run ends at ${a.end} at the latest, before the server is back; write an earlier \`at\`, a shorter \`for\` or a longer \`tail\``,
  'shape.waiting': 'write a share from 0 to 1, or "any"',
  'shape.tail': 'write a length such as "30m" to cut the run, or { atMost: "3d" } to limit it',
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
