/**
 * Functions that checked SQL may call: those that compute something from their arguments alone. Left out are functions that
 * read something else (dictGet, joinGet, file, getSetting, and notIn, whose argument may be a table), that tell of the server (hostName), take time (sleep), or take
 * columns that they do not name (untuple, COLUMNS).
 */
const scalar = `
  plus minus multiply divide intDiv modulo negate abs
  equals notEquals less greater lessOrEquals greaterOrEquals and or not xor
  if multiIf ifNull nullIf coalesce isNull isNotNull assumeNotNull toNullable isNaN isFinite isInfinite ifNotFinite isZeroOrNull
  has hasAny hasAll indexOf arrayElement length empty notEmpty array tuple tupleElement range
  arrayMap arrayFilter arraySum arrayAvg arrayMin arrayMax arrayCount arrayExists arrayAll arraySort arrayReverseSort
  arrayDistinct arrayUniq arrayConcat arraySlice arrayFirst arrayLast arrayJoin arrayStringConcat arrayZip arrayEnumerate
  arrayDifference arrayCumSum arrayReverse arrayFlatten
  toString toFixedString toInt8 toInt16 toInt32 toInt64 toUInt8 toUInt16 toUInt32 toUInt64 toFloat32 toFloat64
  toInt32OrNull toInt64OrNull toUInt32OrNull toUInt64OrNull toFloat32OrNull toFloat64OrNull toInt32OrZero toInt64OrZero
  toUInt32OrZero toUInt64OrZero toFloat32OrZero toFloat64OrZero toDecimal32 toDecimal64 toDecimal128 toBool cast accurateCast
  accurateCastOrNull toTypeName
  toDate toDateTime toDateTime64 toDateOrNull toDateTimeOrNull parseDateTimeBestEffort parseDateTimeBestEffortOrNull
  fromUnixTimestamp fromUnixTimestamp64Milli fromUnixTimestamp64Micro fromUnixTimestamp64Nano
  toUnixTimestamp toUnixTimestamp64Milli toUnixTimestamp64Micro toUnixTimestamp64Nano now now64 today yesterday
  toStartOfInterval toStartOfSecond toStartOfMinute toStartOfFiveMinutes toStartOfTenMinutes toStartOfFifteenMinutes
  toStartOfHour toStartOfDay toStartOfWeek toStartOfMonth toStartOfQuarter toStartOfYear toMonday
  toYear toQuarter toMonth toWeek toDayOfMonth toDayOfWeek toDayOfYear toHour toMinute toSecond toYYYYMM toYYYYMMDD
  dateDiff date_diff dateAdd date_add dateSub date_sub addSeconds addMinutes addHours addDays addWeeks addMonths addYears
  subtractSeconds subtractMinutes subtractHours subtractDays subtractWeeks subtractMonths subtractYears
  formatDateTime dateName toTimeZone timeZone toIntervalSecond toIntervalMinute toIntervalHour toIntervalDay toIntervalWeek
  toIntervalMonth toIntervalYear toIntervalMillisecond toIntervalMicrosecond toIntervalNanosecond
  lower upper lowerUTF8 upperUTF8 trim trimLeft trimRight trimBoth concat concatWithSeparator substring substr left right
  lengthUTF8 position positionCaseInsensitive startsWith endsWith like ilike notLike match multiMatchAny extract extractAll
  replaceOne replaceAll replaceRegexpOne replaceRegexpAll splitByChar splitByString leftPad rightPad repeat reverse format
  domain path cutQueryString formatReadableQuantity formatReadableSize formatReadableTimeDelta
  floor ceil ceiling round roundBankers trunc truncate exp exp2 exp10 log ln log2 log10 sqrt cbrt pow power sign
  least greatest min2 max2 bar transform width_bucket widthBucket
  hex unhex cityHash64 sipHash64 xxHash64 farmHash64 MD5 SHA256
  row_number rank dense_rank ntile first_value last_value nth_value lag lead lagInFrame leadInFrame percent_rank
  runningDifference neighbor
`;

const aggregate = `
  count sum avg min max any anyLast argMin argMax uniq uniqExact uniqCombined uniqCombined64 uniqHLL12
  quantile quantileExact quantileExactInclusive quantileExactExclusive quantileTDigest quantileTiming quantileDD
  quantileInterpolatedWeighted quantileExactWeighted median medianExact
  quantiles quantilesExact quantilesExactInclusive quantilesTDigest quantilesTiming
  stddevPop stddevSamp varPop varSamp covarPop covarSamp corr skewPop skewSamp kurtPop kurtSamp
  topK topKWeighted sumMap minMap maxMap sumWithOverflow sumKahan avgWeighted
  groupArray groupUniqArray groupArrayInsertAt groupBitAnd groupBitOr groupBitXor deltaSum deltaSumTimestamp
  simpleLinearRegression boundingRatio histogram entropy exponentialMovingAverage welchTTest studentTTest mannWhitneyUTest
`;

/** The same as they are written, in their order. */
export const functions: readonly string[] = `${scalar} ${aggregate}`.split(/\s+/).filter(Boolean);

const namesIn = (list: string): string[] => list.toLowerCase().split(/\s+/).filter(Boolean);
const scalars = new Set(namesIn(scalar));
const aggregates = new Set(namesIn(aggregate));
const combinators = /(if|array|distinct|ornull|ordefault)$/;

/** Whether checked SQL may call a function; ClickHouse tells letters apart in some names only. */
export function isPermitted(name: string): boolean {
  const plain = name.toLowerCase();
  return scalars.has(plain) || isAggregate(plain);
}

const isAggregate = (name: string): boolean =>
  aggregates.has(name) || (combinators.test(name) && isAggregate(name.replace(combinators, '')));

/** Types of a cast. */
export const types = new Set(
  namesIn(`
    Nullable LowCardinality Array FixedString DateTime DateTime64 Decimal Decimal32 Decimal64 Decimal128 Enum8 Enum16
    String Bool Date Date32 UUID Int8 Int16 Int32 Int64 Int128 UInt8 UInt16 UInt32 UInt64 UInt128 Float32 Float64
  `)
);
