// Knows: the ways NCLU writes a moment. All in UTC, so the same history reads the same everywhere.
// Refuses to know: what time it is.

/** `2018-11-13 18:46:52.000000000 +0000`, the head of a difference. */
export function formatFileTime(ms: number): string {
  return `${stamp(ms)}000000 +0000`;
}

/** `2019-03-25 15:04:49.012000`, the table of pending commands. */
export function formatCommandTime(ms: number): string {
  return `${stamp(ms)}000`;
}

/** `Tue 06 Nov 2018 12:07:14 AM UTC`, the history of commits. */
export function formatHistoryTime(ms: number): string {
  const time = new Date(ms);
  const day = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"][time.getUTCDay()];
  const month = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"][
    time.getUTCMonth()
  ];
  const two = (n: number): string => String(n).padStart(2, "0");
  const hour = time.getUTCHours();
  const clock = [hour % 12 === 0 ? 12 : hour % 12, time.getUTCMinutes(), time.getUTCSeconds()].map(two).join(":");
  return `${day} ${two(time.getUTCDate())} ${month} ${time.getUTCFullYear()} ${clock} ${hour < 12 ? "AM" : "PM"} UTC`;
}

/** A text with such moments, written without a clock (0 ms): now it has one. */
export function withTime(text: string, ms: number): string {
  return text.replaceAll(formatFileTime(0), formatFileTime(ms)).replaceAll(formatCommandTime(0), formatCommandTime(ms));
}

function stamp(ms: number): string {
  return new Date(ms).toISOString().replace("T", " ").replace("Z", "");
}
