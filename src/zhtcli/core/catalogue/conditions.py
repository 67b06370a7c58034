"""Findings about the data that conditions are judged by."""

from zhtcli.core.finding import Rule

NO_REASON = Rule(
    code="ZHT-COND-REASON",
    severity="error",
    title="一事一议没有写理由",
    message="“{when}”填的是“是”，“{name}”没有填写；补填以前不能按一事一议认定。",
    hint="请写明属于哪一类急缺、急需，依据是什么；不走这条途径的，把“{when}”改为“否”。",
    meaning="一事一议用于产业发展急缺、急需的平台，由人逐件决定。没有理由，就没有可以讨论的事项；它也不能代替入库备案。",
)
NOT_LISTED = Rule(
    code="ZHT-COND-INDUSTRY",
    severity="warning",
    title="产业不在列举之中",
    message="“{name}”填的是“{raw}”，不在文件列举的产业之中（{choices}）；没有改动，由人判断。",
    hint="请选用文件列举的名称；确实是其他产业的，说明与主导产业的关系。",
    meaning="文件几处列举的产业不完全相同，这里取它们的并集；细分产业又写明“包括但不限于”，所以不在其中的不直接判为不符合。",
)
PART_OVER = Rule(
    code="ZHT-COND-PART",
    severity="error",
    title="部分大于全部",
    message="“{part_name}”是 {part}，大于“{whole_name}”的 {whole}，没有计算占比。",
    hint="请核对这两个数，改正填错的一个。",
    meaning="其中的一部分不会多于全部，至少有一个数填错了；按它们算出的占比没有意义。",
)
WHOLE_ZERO = Rule(
    code="ZHT-COND-WHOLE",
    severity="error",
    title="总数是 0",
    message="“{whole_name}”填的是 0，“{part_name}”的占比无法计算。",
    hint="请核对“{whole_name}”。",
    meaning="占比以总数为分母，总数是 0 就没有占比，不当作 0，也不当作符合。",
)
YEAR_GAP = Rule(
    code="ZHT-COND-YEARGAP",
    severity="error",
    title="近三年中间缺一年",
    message="“{title}”缺 {missing} 年，而有更早的年份；暂按已有的 {known} 年计算，由人决定。",
    hint="请补填 {missing} 年的数；那一年确实没有的，写明原因。",
    meaning="平均值要用连续几年的数。中间缺一年，多半是漏填；也可能避开了不好的一年，所以不直接得出结论。",
)
FEW_YEARS = Rule(
    code="ZHT-COND-FEWYEARS",
    severity="warning",
    title="不满三年",
    message="“{title}”没有 {missing} 年的数，按已有的 {known} 年计算。",
    hint="成立不满三年的，不必补填，请在备注中写明成立日期；已满三年的请补填。",
    meaning="文件写近三年平均，没有写成立不满三年的怎样算；这里用已有的完整年度，并在结论中写明。",
)
YEAR_ZERO = Rule(
    code="ZHT-COND-NOREVENUE",
    severity="error",
    title="有一年的营业收入是 0",
    message="{year} 年的“{whole_name}”是 0，这一年的投入强度无法计算；结论由人决定。",
    hint="请核对 {year} 年的数；确实没有收入的，写明原因，例如尚在建设期。",
    meaning="投入强度以营业收入为分母，是 0 就没有比例。逐年平均算不出，三年合计仍可计算，两个数都写在结论里。",
)
YEAR_TWICE = Rule(
    code="ZHT-COND-YEARTWICE",
    severity="error",
    title="同一年填了两次",
    message="{year} 年在第{numbers}行都有；{treated}。",
    hint="请只留一行。",
    meaning="每年只填一行。重复的一行若一并计入，平均值就偏向那一年。",
)
OTHER_YEAR = Rule(
    code="ZHT-COND-OTHERYEAR",
    severity="note",
    title="不在近三年之内",
    message="{year} 年不在申请之前的三个完整年度（{first} 至 {last} 年）之内，没有用到。",
    hint="不必修改；请核对申请日期和年份。",
    meaning="近三年按申请日期之前的三个完整年度计算，申请当年没有过完，不算在内。",
)
PART_OVER_IN_YEAR = Rule(
    code="ZHT-COND-RDOVER",
    severity="warning",
    title="研发经费大于营业收入",
    message="{year} 年的“{part_name}”是 {part}，大于“{whole_name}”的 {whole}，照所填的计算。",
    hint="请核对金额和单位，两列都填万元。",
    meaning="初创企业可能如此，更常见的是一列填了元、另一列填了万元。",
)
AFTER = Rule(
    code="ZHT-COND-LATER",
    severity="warning",
    title="日期晚于申请日期",
    message="这一行（{row}）的日期是 {day}，晚于“{name}”{until}；{treated}。",
    hint="请核对两个日期。",
    meaning="条件按申请时的情况判断，申请以后才有的，要到以后才能算。",
)
ROW_AGAIN = Rule(
    code="ZHT-COND-REPEATED",
    severity="warning",
    title="重复的一行",
    message="这一行（{row}）与第{first}行相同，只计一次。",
    hint="重复的请删去一行；确实是两次的，把日期或内容写明，让两行能够分开。",
    meaning="同一家用过几次可以计几次，同一次只计一次。",
)
ROW_BLANK = Rule(
    code="ZHT-COND-LACKING",
    severity="warning",
    title="没有填全的一行",
    message="这一行（{row}）没有填写{names}，没有计入“{title}”。",
    hint="请补填。",
    meaning="缺少对象或日期的一行，无法核对是不是真有这一次、是不是在申请之前。",
)
COUNT_DIFFERS = Rule(
    code="ZHT-COND-COUNT",
    severity="warning",
    title="填报数与台账不符",
    message="“{name}”填的是 {reported}，台账核定 {verified}；按台账计算。",
    hint="请核对台账有没有漏行，或改正填报数。",
    meaning="有台账的以台账核定的数为准；两个数不同，说明有一处没有更新。",
)
EARLY_OPINION = Rule(
    code="ZHT-COND-OPINION",
    severity="warning",
    title="评审之前就有结论",
    message="“{name}”填了“{raw}”，而“{judged_on}”没有填写，没有采用这个结论。",
    hint="这一栏由审核、评审的人填写，申报时请留空；已经评审的，请补填“{judged_on}”。",
    meaning="这些条件由专家判断，申报单位不能替专家下结论；有了审核、评审的日期，结论才算数。",
)
WRONG_NAME = Rule(
    code="ZHT-COND-NAME",
    severity="warning",
    title="平台名称不合规定的格式",
    message="“{name}”填的是“{raw}”，文件规定的格式是“{pattern}”。",
    hint="请按“{pattern}”写，** 处写产业名称；尚未认定的可以留空。",
    meaning="通过认定的平台统一命名。名称不一致，以后的清单、补贴申请和台账就对不上。",
)
STEP_AGAINST = Rule(
    code="ZHT-COND-STEP",
    severity="warning",
    title="条件不符合却已办理",
    message="“{name}”已经填写，{stage}的结论却是不符合（{titles}）；日期照填的采用，结论没有改。",
    hint="请核对条件的数；确由主管部门认可的，请用 --decisions 写明裁定和理由。",
    meaning="办理环节要以条件符合为前提。两样对不上，多半是条件的数填错，或者认可的理由没有写下来。",
)
