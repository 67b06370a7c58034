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
FIELD_REQUIRED = Rule(
    code="ZHT-FIELD-REQUIRED",
    severity="error",
    title="该说明的没有说明",
    message="“{when}”填的是“{holds}”，“{name}”没有填。",
    hint="请写明具体情况；如果“{when}”填错了，改正它。",
    meaning="表里要求这种情形另作说明；没有说明，审核的人无从判断，也无法跟踪。",
)
FIELDS_SUM = Rule(
    code="ZHT-FIELD-SUM",
    severity="warning",
    title="分项之和与合计不符",
    message="{parts}，相加是{total}，与{whole}不符；程序没有改动任何一个数。",
    hint="请核对各分项和合计，改正填错的一个。",
    meaning="分项与合计应当一致；不一致多半是漏了一项、填错了格，或者用了不同的单位。",
)
FIELDS_SUM_PARTLY = Rule(
    code="ZHT-FIELD-SUMPARTLY",
    severity="warning",
    title="分项没有填全",
    message="分项里的{names}没有填，没有当作 0；已填的{parts}，与{whole}无法核对。",
    hint="请把分项填全，没有的填 0；或者各分项都不填。",
    meaning="分项只填了一部分，不知道其余是没有还是漏填，也就无法与合计核对。",
)
FIELDS_AT_MOST = Rule(
    code="ZHT-FIELD-ATMOST",
    severity="warning",
    title="支出大于来源",
    message="{counts}的{lesser}，大于{greater}{left_out}。",
    hint="请核对金额、单位和起算时间，改正填错的数；{advice}。",
    meaning="用出去的不应多于到位的；多半是填进了自筹资金，金额的单位或起算时间不一致，或漏填了到位的资金。",
)
FIELDS_DIFFER = Rule(
    code="ZHT-FIELD-DIFFER",
    severity="warning",
    title="两处所填不一致",
    message="{second}，而{first}；{sentence}。没有改动，{used}。",
    hint="请对照文件核对，把填错的一处改正。",
    meaning="同一件事在表里填了两处，两处不同就至少有一处填错了，据此得出的结论会互相矛盾。",
)
FIELD_ZERO = Rule(
    code="ZHT-FIELD-ZERO",
    severity="note",
    title="填的是 0，请确认",
    message="“{name}”填的是 0，而{sentence}。",
    hint="请确认确实没有；没有到位或没有统计到的，不要用 0 代替。",
    meaning="0 表示确实没有。这一类数通常不会是 0，填 0 的常常是还没有取得数据。",
)
FIELD_FELL = Rule(
    code="ZHT-FIELD-FELL",
    severity="warning",
    title="累计金额比以前少",
    message="“{name}”是{counts}的累计数，{period}的填报件（{file}）是{before}，现在是{now}，反而少了。",
    hint="请核对是否填成了本季度的发生额；以前的数有更正的，写明原因。",
    meaning="累计数只增不减；变小多半是把当季的发生额填进了累计栏，也可能是以前的数作了更正。",
)
FIELD_CARRIED = Rule(
    code="ZHT-FIELD-CARRIED",
    severity="note",
    title="支出用了往年结余",
    message="本年的{lesser}，大于本年到位的{greater}；往年结余{carried}（{years}），合在一起够用。",
    hint="不用修改；请留存结余资金的使用依据。",
    meaning="按当年口径，支出可以用往年的结余；结余由往年最后一份填报件的到位减去支出得出。",
)
