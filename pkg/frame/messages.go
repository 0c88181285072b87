package frame

import "strconv"

func noticeRows(rows int64) Notice {
	return Notice{"warning", "Only the first " + strconv.FormatInt(rows, 10) + " rows are shown, because the result exceeds the row limit."}
}

func noticeBytes(rows int64) Notice {
	return Notice{"warning", "Only the first " + strconv.FormatInt(rows, 10) + " rows are shown, because the result exceeds the size limit."}
}

func noticeSeries(series int64) Notice {
	return Notice{"warning", "Only the first " + strconv.FormatInt(series, 10) + " series are shown, because the result exceeds the series limit."}
}

func noticeNotFinite(column string) Notice {
	return Notice{"warning", "Values of " + column + " that are not finite numbers were omitted."}
}
