// A file for the calendar of the phone, which reminds of itself and tells nobody.
const DAYS = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"];

// Made on the phone; neutral words, every week, hours of the phone's own clock.
export function giveCalendar(words, weekdays, hour) {
  const link = document.createElement("a");
  const file = new Blob([calendar(words, weekdays.length ? weekdays : [2, 5], hour || "19:00")], { type: "text/calendar" });
  link.href = URL.createObjectURL(file);
  link.download = "reminder.ics";
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10e3);
}

function calendar({ title, example }, weekdays, hour, from = new Date()) {
  const first = new Date(from);
  while (!weekdays.includes(first.getDay() || 7)) first.setDate(first.getDate() + 1);
  const two = (number) => String(number).padStart(2, "0");
  const day = `${first.getFullYear()}${two(first.getMonth() + 1)}${two(first.getDate())}`;
  const words = (text) => text.replace(/[\\,;]/g, "\\$&");
  return [
    "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//reminder//EN", "BEGIN:VEVENT",
    `UID:${crypto.randomUUID?.() ?? from.getTime()}`,
    `DTSTAMP:${from.toISOString().replace(/[-:]|\.\d+/g, "")}`,
    `DTSTART:${day}T${hour.replace(":", "")}00`, "DURATION:PT10M",
    `RRULE:FREQ=WEEKLY;BYDAY=${weekdays.map((each) => DAYS[each - 1]).join(",")}`,
    `SUMMARY:${words(title)}`, `DESCRIPTION:${words(example)}`,
    "BEGIN:VALARM", "ACTION:DISPLAY", "TRIGGER:PT0M", `DESCRIPTION:${words(title)}`, "END:VALARM",
    "END:VEVENT", "END:VCALENDAR", "",
  ].join("\r\n");
}
