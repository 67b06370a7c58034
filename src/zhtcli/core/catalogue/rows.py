"""Findings about register rows: what does not count, and where the rows and the figures differ."""

from zhtcli.core.finding import Rule

NOT_MET = Rule(
    code="ZHT-ROW-NOTMET",
    severity="warning",
    title="不符合计数条件",
    message="这一行（{row}）不计入第{no}项：{reason}。",
    hint="请补正后重新校验；确实不符合的，不必改动。",
    meaning="文件对每项指标计哪些事项有条件，不符合的行留在台账里，但不计数。",
)
NO_EVIDENCE = Rule(
    code="ZHT-ROW-EVIDENCE",
    severity="warning",
    title="缺佐证，不计数",
    message="这一行（{row}）不计入第{no}项：{reason}。",
    hint="请写明佐证材料的文件名、文号或链接。",
    meaning="文件要求提供佐证的事项，没有写佐证就不计。是否照计可用口径 missing_evidence 改选。",
)
FLAGGED = Rule(
    code="ZHT-ROW-FLAGGED",
    severity="note",
    title="已计数，请补充",
    message="这一行（{row}）已计入第{no}项，但{reason}。",
    hint="请核对；能补写的请补写，便于核定时查对。",
    meaning="文件没有限定佐证的种类，没有写的照计，但核定时可能要求补充。",
)
UNDATED = Rule(
    code="ZHT-ROW-UNDATED",
    severity="warning",
    title="没有日期，不计数",
    message="这一行（{row}）没有能用的日期，不知道属于哪一年，不计入第{no}项。",
    hint="请填写日期，例如 2026-03-15。",
    meaning="台账按日期归入年度，没有日期的行不计入任何一年。",
)
OUTSIDE = Rule(
    code="ZHT-ROW-OUTSIDE",
    severity="warning",
    title="不在考核期内",
    message="这一行（{row}）的日期在{year}，不在考核期（{first}至{last}年）内，不计入第{no}项。",
    hint="请核对日期；确在考核期外的，从台账中删去。",
    meaning="只计考核期内发生的事项。",
)
LATER = Rule(
    code="ZHT-ROW-LATER",
    severity="warning",
    title="日期在本表年度之后",
    message="这一行（{row}）的日期在{year}，晚于本表的年度，本表不计入第{no}项。",
    hint="请核对日期；确实是以后年度的，填到以后年度的表里。",
    meaning="一张表只说到它的年度为止。年份打错一位，整行就会落到别的年度。",
)
OUT_OF_WINDOW = Rule(
    code="ZHT-ROW-WINDOW",
    severity="warning",
    title="不在计算期间内",
    message="这一行（{row}）的日期是 {day}，不在{name}（{first} 至 {last}）内，不计入第{no}项。",
    hint="请核对日期，以及封面上{name}的起止日期；确在期外的，不必改动。",
    meaning="文件只计一段期间内发生的事项，起止两天都算在内：前一天不计，最后一天计。",
)
WINDOW_UNSAID = Rule(
    code="ZHT-ROW-WINDOWUNSAID",
    severity="warning",
    title="期间没有写明",
    message="这一行（{row}）已列入第{no}项，但{reason}。",
    hint="请专家评定时考虑；只认期内的，用口径 item5_period=project。",
    meaning="原文没有写这一项要在哪段期间内取得，默认都列入，并提醒期外的行。",
)
NO_WINDOW = Rule(
    code="ZHT-ENTRY-NOWINDOW",
    severity="error",
    title="缺计算期间",
    message="封面没有写全{name}的起止日期（或先后颠倒），台账的行不知道算不算在期内，第{no}项无法计算，不给分。",
    hint="请在封面填写{name}的起止日期。",
    meaning="文件只计一段期间内发生的事项，不知道起止就不能计；程序不会替你估计。",
)
UNRATED = Rule(
    code="ZHT-ROW-UNRATED",
    severity="warning",
    title="级别不在计分之列",
    message="这一行（{row}）的级别或类别不在第{no}项计分的几种之内，不计分。",
    hint="请核对级别、类别，从下拉列表里选择。",
    meaning="加分项按级别计分，文件只列了几种级别；没有写级别，或写了别的，就没有分值可依。",
)
SUPERSEDED = Rule(
    code="ZHT-ROW-SUPERSEDED",
    severity="note",
    title="已按更高的级别计",
    message="这一行（{row}）与{other}是同一对象，那一行的分值更高或相同，第{no}项只计那一行。",
    hint="不必修改；不是同一对象的，写明不同的名称或编号。",
    meaning="同一对象先后得到几个级别的，只按最高的计一次。",
)
DUPLICATE = Rule(
    code="ZHT-ROW-DUPLICATE",
    severity="warning",
    title="重复，不计数",
    message="这一行（{row}）与{other}是同一事项，不再计入第{no}项。",
    hint="请删去重复的行；不是同一事项的，写明不同的编号或名称。",
    meaning="同一事项只计一次，计入最早有效的一行。查重的范围可用口径 dedup_scope 改选。",
)
REPEATED = Rule(
    code="ZHT-ROW-REPEATED",
    severity="warning",
    title="同一对象列了两次",
    message="这一行（{row}）与{other}是同一对象，第{nos}项的分子、分母都只计一次。",
    hint="请删去重复的行；不是同一对象的，写明不同的代码或名称。",
    meaning="占比按不同的对象计，同一企业或团队列两行，不会多算一个，也不会让分母变大。",
)
DIFFERS = Rule(
    code="ZHT-ENTRY-DIFFERS",
    severity="warning",
    title="填报数与台账不符",
    message="第{no}项{year}填报{reported}，台账核定{verified}，相差{difference}；按核定数计分。",
    hint="请核对台账是否漏列、重复或不符合条件，再改正填报数。",
    meaning="台账逐行核定，去掉重复、缺佐证和不符合条件的行，得出核定数；有台账的按核定数计分。",
)
NO_ROWS = Rule(
    code="ZHT-ENTRY-NOREGISTER",
    severity="note",
    title="无台账",
    message="第{nos}项没有填台账，按填报数计分，注明无台账。",
    hint="请补填台账，以便核定。",
    meaning="只有汇总数时无从逐项核对。是否仍按填报数计，可用口径 no_register 改选。",
)
OVER_WHOLE = Rule(
    code="ZHT-ENTRY-ROWSOVER",
    severity="error",
    title="台账算出的比例超过100%",
    message="第{no}项按台账计算，分子 {top} 大于分母 {bottom}，比例超过 100%，不给分。",
    hint="请核对台账里的有关各列，改正填错的数。",
    meaning="其中的一部分不会多于全部，至少有一个数填错了，不能据此给分。",
)
NO_DENOMINATOR = Rule(
    code="ZHT-ENTRY-ROWSZERO",
    severity="error",
    title="台账算不出比例",
    message="第{no}项按台账计算时分母为0，比例无法计算，不给分。",
    hint="请补填台账里作分母的各行、各列。",
    meaning="除以 0 没有意义，既不能算 0%，也不能算 100%。",
)
