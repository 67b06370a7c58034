"""Findings about what must agree within the cover and within register rows."""

from zhtcli.core.finding import Rule

DISORDER = Rule(
    code="ZHT-DATE-DISORDER",
    severity="error",
    title="日期先后颠倒",
    message="{later}（{second}）早于{earlier}（{first}）。",
    hint="请核对两个日期，改正填错的一个。",
    meaning="先后颠倒的日期至少有一个填错了；按它们划出的期间不能用。",
)
WORD_MISSING = Rule(
    code="ZHT-FIELD-WORD",
    severity="note",
    title="请核对所填内容",
    message="{name}填的是“{raw}”，没有写明“{text}”。{sentence}。",
    hint="请核对；确实不符的，由专家评定时考虑。",
    meaning="文件对所在地等有要求，程序只看所填的文字，不替人下结论。",
)
PARTLY_FILLED = Rule(
    code="ZHT-REGISTER-PARTLY",
    severity="warning",
    title="有的行没有填",
    message="“{name}”一列有 {count} 行没有填（第{numbers}行），第{no}项{treated}。",
    hint="请逐行补填；确实没有的填 0 或“否”。",
    meaning="整列都不填，表示不用这一列；填了一部分，合计就少了另一部分，比例会失真。",
)
ROW_AT_MOST = Rule(
    code="ZHT-REGISTER-ATMOST",
    severity="error",
    title="部分大于全部",
    message="这一行（{row}）{lesser}，大于{greater}；由它们合计的指标不能计算。",
    hint="请核对这两个数，改正填错的一个。",
    meaning="其中的一部分不会多于全部，至少有一个数填错了，合计也因此不可信，不据此给分。",
)
OTHER_YEAR = Rule(
    code="ZHT-CODE-YEAR",
    severity="warning",
    title="编号里的年份不同",
    message="这一行（{row}）的{name}“{raw}”里的年份是 {year}，而{other}是 {told}；按{other}计算。",
    hint="请对照证书核对编号和日期。",
    meaning="证书编号里带有发证或入库的年份，与另填的日期、年度应当一致；不一致时多半有一个抄错了。",
)
FIELDS_OVER = Rule(
    code="ZHT-FIELD-OVER",
    severity="error",
    title="部分大于全部",
    message="第{no}项封面所填的{part}大于{whole}，比例超过 100%，没有采用。",
    hint="请核对封面上的这两个数和单位，改正填错的一个。",
    meaning="其中的一部分不会多于全部；多半是填错了格，或用了不同的单位。",
)
FIELDS_BLANK = Rule(
    code="ZHT-FIELD-BLANK",
    severity="error",
    title="封面的数没有填",
    message="封面的{names}没有填，第{no}项无法计算，不当作0。",
    hint="请填写；没有的填 0。",
    meaning="这一项由封面所填的数算出，没有填就不能算。空白不等于 0。",
)
FIELDS_PARTLY = Rule(
    code="ZHT-FIELD-PARTLY",
    severity="warning",
    title="合计里有没填的数",
    message="封面的{names}没有填，第{no}项的合计没有算进这一部分。",
    hint="请补填；没有的填 0。",
    meaning="合计由几个数相加，有的没有填，不知道是没有还是漏填。",
)
