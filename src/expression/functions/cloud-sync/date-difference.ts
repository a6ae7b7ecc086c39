import { integer } from '../../../model/value.ts';
import type { Instant } from '../../values.ts';
import { calendarTimeOf, weekdayOf } from '../calendar.ts';
import { dateIntervals } from './date-interval.ts';
import type { DateInterval } from './date-interval.ts';

/**
 * As Visual Basic's DateDiff, whose figures the documentation of the service shows: years and months by their
 * numbers, weeks from Sunday to Sunday, all others cut to whole ones
 * (https://learn.microsoft.com/dotnet/api/microsoft.visualbasic.dateandtime.datediff).
 */
export function dateDifference(interval: DateInterval, from: Instant, to: Instant): number | bigint {
  const unit = dateIntervals[interval];
  if ('months' in unit) {
    const [first, second] = [calendarTimeOf(from), calendarTimeOf(to)];
    const years = second.year - first.year;
    return interval === 'yyyy' ? years : years * 12 + second.month - first.month;
  }
  const ticks = interval === 'ww' ? sundayOf(to) - sundayOf(from) : to.filetime - from.filetime;
  return integer(ticks / unit.ticks);
}

function sundayOf(instant: Instant): bigint {
  return instant.filetime - BigInt(weekdayOf(instant)) * dateIntervals.d.ticks;
}
