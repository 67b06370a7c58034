"""Findings about the form as a whole: is it the right one, is it intact, was it edited."""

from zhtcli.core.finding import Rule

NOT_A_FORM = Rule(
    code="ZHT-FORM-UNKNOWN",
    severity="error",
    title="不是本工具的填报表",
    message="文件里没有表单标识（模板编号、隐藏页 _zht 或文档属性），{seen}。",
    hint="请用 zht template 生成的表填报；只是丢了标识的，用 --regime 指明是哪张表，例如 --regime bishan-2026。",
    meaning="表单标识写在三处：封面的模板编号、隐藏页 _zht、文档属性，任一处还在就能认出。"
    "三处都没有，多半是交错了文件，或把内容抄进了自己的表。",
    refuses=True,
)
IDENTITY_DISAGREES = Rule(
    code="ZHT-FORM-IDENTITY",
    severity="warning",
    title="表单标识互相矛盾",
    message="文件里的表单标识不一致：{seen}；按“{used}”处理。",
    hint="请确认交的是哪一年的哪种表，用正确的空表重新填报。",
    meaning="封面模板编号、隐藏页和文档属性应当相同。不一致通常是把一张表的内容粘贴到了另一张表里。",
)
IDENTITY_LOST = Rule(
    code="ZHT-FORM-NOIDENTITY",
    severity="warning",
    title="没有表单标识",
    message="文件里没有表单标识，按指定的“{form}”处理。",
    hint="请核对确实是这种表；最好用 zht template 生成的表填报。",
    meaning="内容被复制到新工作簿，或经其他软件转存，标识会丢失。指标和表头仍能对上的，可以用 --regime 指明后处理。",
)
WRONG_FORM = Rule(
    code="ZHT-FORM-CONTRADICTS",
    severity="error",
    title="表单与指定的不符",
    message="文件自己标明是“{seen}”，与指定的“{wanted}”不符，没有计分。",
    hint="请核对文件是否交错，或改正 --regime。",
    meaning="用 --regime 指明的制度或表单，与文件标识不是同一种。按哪一种计分都可能是错的，所以不计分。",
    stops_score=True,
)
UNKNOWN_FORM = Rule(
    code="ZHT-FORM-NOREGIME",
    severity="error",
    title="没有这种表单",
    message="文件标明是“{seen}”，本程序没有这种表单。",
    hint="请升级程序，或用 zht regimes 查看现有的表单。",
    meaning="表单标识写的制度或年份不在本程序的制度定义之内。",
    refuses=True,
    exit_code=4,
)
OTHER_VERSION = Rule(
    code="ZHT-FORM-VERSION",
    severity="warning",
    title="表单版本不同",
    message="文件用的是第{seen}版（{seen_digest}）的表，本程序的定义是第{known}版（{known_digest}）；按本程序的定义核对。",
    hint="请用当前版本的空表重新填报，或请核定单位确认可以使用旧表。",
    meaning="制度定义改过以后，空表也会改。旧表的指标、目标可能与现在不同；逐格核对的结果见其他问题。",
)
RESULT_FILE = Rule(
    code="ZHT-FORM-RESULT",
    severity="error",
    title="这是结果表",
    message="这是本工具写出的结果表，不是填报件。",
    hint="请改用原来的填报件。",
    meaning="结果表里的数是算出来的，不能当作填报件再算一遍。",
    refuses=True,
)
EXPERT_FILE = Rule(
    code="ZHT-FORM-EXPERT",
    severity="error",
    title="这是专家评分表",
    message="这是专家评分表，不是填报件。",
    hint="请改用单位的填报件；评分用 --experts 带入，裁定用 --decisions 带入。",
    meaning="专家评分和裁定由核定单位收集，与单位的填报件分开保存，不能当作填报件校验或计分。",
    refuses=True,
)
EMPTY_FORM = Rule(
    code="ZHT-FORM-EMPTY",
    severity="error",
    title="空表",
    message="交来的是空表，{seen}。",
    hint="请填写后再交。",
    meaning="通常是另存时存错了文件，或在邮件预览里填写后没有保存下来。",
    stops_score=True,
)
SHEET_MISSING = Rule(
    code="ZHT-FORM-SHEET",
    severity="error",
    title="缺工作表",
    message="缺少“{name}”页，其中的内容都读不到。",
    hint="请从空表中找回“{name}”页重新填写，不要删除或合并工作表。",
    meaning="工作表按名称和内容查找，移动顺序不要紧，删除则无法读取。",
)
ROW_MISSING = Rule(
    code="ZHT-FORM-ROW",
    severity="error",
    title="缺指标行",
    message="“指标填报”页没有第{no}项的行，该项按读不到处理。",
    hint="请恢复第{no}项所在的行并填写；序号列不要改动。",
    meaning="指标按序号列查找。行被删除，或序号被改掉，这一项就找不到了。",
)
EARLIER_GONE = Rule(
    code="ZHT-FORM-EARLIER",
    severity="warning",
    title="缺以前季度的列",
    message="“指标填报”页缺以前季度的 {count} 列：{names}；其中的数都按没有填处理。",
    hint="请从空表中找回这些列并填写，或用 zht template --from 带入已报送的表重新生成。",
    meaning="上季度和去年同季的数用来复算同比、核对累计；列被删除，就没有数可比，填错也看不出来。",
)
TABLE_MISSING = Rule(
    code="ZHT-FORM-TABLE",
    severity="error",
    title="缺指标表",
    message="缺少“{name}”页，指标一项都读不到，{unread}。",
    hint="请从空表中找回“{name}”页重新填写，不要删除或合并工作表。",
    meaning="指标表按页名查找，页名改了则按表头查找。两样都找不到，就没有可以计分的内容。",
    stops_score=True,
)
TABLE_TWICE = Rule(
    code="ZHT-FORM-TABLETWICE",
    severity="error",
    title="指标表重复",
    message="有{count}页都像是“指标填报”（{places}），不知道以哪一页为准，都没有采用{left}。",
    hint="请只保留填好的那一页。",
    meaning="复制工作表备份时容易出现两页同名或同样的表。程序不替人挑选。",
    stops_score=True,
)
HEADER_LOST = Rule(
    code="ZHT-FORM-HEADER",
    severity="warning",
    title="表头行找不到",
    message="“{sheet}”页找不到表头行，按单元格名称、序号和指标名称读取。",
    hint="请恢复表头行，并核对读到的数是否正确。",
    meaning="各列平时按表头文字查找。表头行被删除后，只能依靠空表里给每个填写格起的名称。",
)
PRINTED_LOST = Rule(
    code="ZHT-FORM-PRINTEDLOST",
    severity="warning",
    title="缺原文列",
    message="“指标填报”页找不到“{name}”列，无法核对其中的内容是否改动；计算时一律按原文。",
    hint="请恢复“{name}”列，不要删除或改名。",
    meaning="目标、分值和指标名称印在表上，用来核对交来的表与原文是否一致。",
)
NUMBER_CONTRADICTS = Rule(
    code="ZHT-FORM-NUMBER",
    severity="error",
    title="序号与指标名称不符",
    message="这一行序号是{no}，指标名称却是第{whose}项的，不知道填的是哪一项，这一行没有采用。",
    hint="请恢复序号和指标名称，两者按原文对应。",
    meaning="序号被改动，或只对其中几列排序，数就会落到别的指标名下。程序不猜哪一个对。",
)
NAME_CHANGED = Rule(
    code="ZHT-FORM-NAME",
    severity="warning",
    title="指标名称被改动",
    message="第{no}项的指标名称与原文不同，按序号当作“{printed}”处理。",
    hint="请恢复指标名称；口径有变化的在备注说明。",
    meaning="改了名称，填的可能就不是原来的指标。计算时按序号对应的原文指标。",
)
ROW_TWICE = Rule(
    code="ZHT-FORM-ROWTWICE",
    severity="error",
    title="指标行重复",
    message="第{no}项出现了{count}次（{places}），不知道以哪一行为准，该项没有采用。",
    hint="请只保留第{no}项的一行。",
    meaning="复制整行或合并两份表时容易出现。程序不替人挑选。",
)
ROW_UNKNOWN = Rule(
    code="ZHT-FORM-ROWUNKNOWN",
    severity="warning",
    title="多出的指标行",
    message="序号“{raw}”不在本表的指标之内，这一行没有采用。",
    hint="请删去多出的行，或改正序号。",
    meaning="本表的指标和序号由文件规定，不能自行增加。",
)
COLUMN_MISSING = Rule(
    code="ZHT-FORM-COLUMN",
    severity="error",
    title="缺列",
    message="“指标填报”页找不到“{name}”列，其中的数都读不到。",
    hint="请恢复表头“{name}”，不要删除或改名。",
    meaning="各列按表头文字查找，表头被改动时再按单元格名称查找；两样都没有就读不到。",
)
COLUMN_TWICE = Rule(
    code="ZHT-FORM-COLUMNTWICE",
    severity="error",
    title="表头重复",
    message="“指标填报”页有{count}列都叫“{name}”（{places}），不知道以哪一列为准，都没有采用。",
    hint="请只保留一列“{name}”。",
    meaning="插入列时复制了旧表头，就会出现两列同名。程序不替人挑选。",
)
FIELD_CELL_MISSING = Rule(
    code="ZHT-FORM-FIELD",
    severity="warning",
    title="缺封面栏目",
    message="{sheet}找不到“{name}”一栏。",
    hint="请恢复{sheet}的“{name}”及其右侧的填写格。",
    meaning="封面各栏按栏目名称查找，填写格在其右侧。",
)
EDITED = Rule(
    code="ZHT-FORM-EDITED",
    severity="error",
    title="目标或分值被改动",
    message="第{no}项的{name}被改成了“{raw}”，原文是{printed}；计算时一律按原文。",
    hint="请恢复为{printed}。如果确实批准调整，请附批准文件，由核定单位处理。",
    meaning="目标和分值是文件规定的，空表里已锁定。改动不影响计算，但会被如实报告。",
)
MERGED_INPUT = Rule(
    code="ZHT-FORM-MERGED",
    severity="error",
    title="填写格被合并",
    message="{range}被合并成一格，只有左上角的内容读得到。",
    hint="请取消合并，每格分别填写。",
    meaning="合并以后，其余格子的内容已经丢失，程序无法知道一个数应当算给哪一项。",
)
HIDDEN_ROWS = Rule(
    code="ZHT-FORM-HIDDEN",
    severity="warning",
    title="有隐藏的行或列",
    message="“{sheet}”页隐藏了{what}；隐藏的内容照样读取并计算。",
    hint="请取消隐藏，确认其中的内容正确。",
    meaning="筛选或隐藏不等于删除。隐藏的行仍会计入，所以提请核对。",
)
YEAR_TWICE = Rule(
    code="ZHT-SERIES-TWICE",
    severity="error",
    title="同一年有两份",
    message="“{unit}”的{form}有{count}份：{files}；内容不同，该年没有采用任何一份。",
    hint="请只保留核定的那一份，再重新汇总。",
    meaning="同一单位、同一期的两份填报件数字不同，由谁来挑都要留下依据，程序不替人挑选。",
)
YEAR_COPIED = Rule(
    code="ZHT-SERIES-COPY",
    severity="warning",
    title="同一年有几份相同的表",
    message="“{unit}”的{form}有{count}份：{files}；填报的数相同，汇总只用一份。",
    hint="请删去多余的副本，免得以后只改了其中一份。",
    meaning="同一单位、同一期的几份表数字相同，不影响汇总，但留着容易弄混。",
)
YEAR_TOLD_TWICE = Rule(
    code="ZHT-SERIES-CONFLICT",
    severity="error",
    title="同一年前后说法不同",
    message="第{no}项{year}的实际数，{file}填的是{here}，{other}填的是{there}；{used}。",
    hint="请核对哪个是核定数，并改正另一份表。",
    meaning="每年的表都列出以前年份的数。同一年在两份表里不同，说明有一份填错，或后来作过调整而没有说明。",
)
YEAR_MISSING = Rule(
    code="ZHT-SERIES-GAP",
    severity="warning",
    title="中间缺年份",
    message="“{unit}”缺{years}的表，这些年份只能用以后年份表里补填的数。",
    hint="请补上缺少的填报件。",
    meaning="累计数由各年相加。缺一年的表时，只能采用后来的表里写的往年数，没有写的则不计算累计。",
)
