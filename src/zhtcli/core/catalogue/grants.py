"""Findings about grants: rows that money cannot rest on, or that a person should look at before it is paid."""

from zhtcli.core.finding import Rule

ORDER = Rule(
    code="ZHT-GRANT-ORDER",
    severity="error",
    title="日期先后颠倒",
    message="这一行（{row}）的{later_label}（{later}）早于{label}（{day}）；没有改动，照所填的日期计算。",
    hint="请对照文件和凭证核对这两个日期，改正填错的一个。",
    meaning="先入库、后认定，先认定、后考核，先使用、后拨付。先后颠倒时，至少有一个日期填错了，补贴会因此算错年度或漏算。",
)
BEFORE = Rule(
    code="ZHT-GRANT-BEFORE",
    severity="warning",
    title="使用在平台认定之前",
    message="这一笔（{row}）的使用日期是 {used}，“{platform}”到 {since} 才认定，不予补贴。",
    hint="请核对使用日期和平台的认定日期；确在认定之前的，不必改动。",
    meaning="只有购买使用已通过认定的平台资源，才可享受使用补贴，从认定当天起算。",
)
UNRECOGNISED = Rule(
    code="ZHT-GRANT-UNRECOGNISED",
    severity="warning",
    title="平台没有认定",
    message="这一笔（{row}）使用的“{platform}”没有认定日期，不予补贴。",
    hint="已经认定的，请在平台清单里补填认定日期；没有认定的，不必改动。",
    meaning="入库备案还不是认定。只有购买使用已通过认定的平台资源，才可享受使用补贴。",
)
UNLISTED = Rule(
    code="ZHT-GRANT-UNLISTED",
    severity="error",
    title="平台不在清单中",
    message="这一行（{row}）写的平台“{raw}”不在平台清单中，这一行没有计入任何补贴。",
    hint="请核对平台名称，与平台清单写成一致；清单漏列的，请补列。",
    meaning="投资、考核和使用申请都凭平台名称归到平台清单。名称对不上，钱就不知道该算给谁。",
)
NO_PLATFORM = Rule(
    code="ZHT-GRANT-NOPLATFORM",
    severity="error",
    title="没有写平台",
    message="这一行（{row}）没有写平台名称，没有计入任何补贴。",
    hint="请填写平台清单里的平台名称。",
    meaning="投资、考核和使用申请都凭平台名称归到平台清单。",
)
PLATFORM_TWICE = Rule(
    code="ZHT-GRANT-PLATFORMTWICE",
    severity="error",
    title="平台列了两次",
    message="平台“{raw}”在第{other}行已经列过，第{line}行没有采用。",
    hint="请只保留一行；确是两个平台的，写明不同的名称。",
    meaning="一个平台只核定一次首次补贴。列两次又不剔除，补贴就会重复。",
)
OUTCOME_TWICE = Rule(
    code="ZHT-GRANT-OUTCOMETWICE",
    severity="error",
    title="同一年度两个考核结论",
    message="“{platform}”{year}年度的考核结论列了两行，取日期较晚的一行；日期相同的取不合格的一行。",
    hint="请只保留正式的结论。",
    meaning="第二笔补贴和后续支持都看年度考核是否合格，一个年度只能有一个结论。",
)
SELF = Rule(
    code="ZHT-GRANT-SELF",
    severity="warning",
    title="平台使用自己的服务",
    message="这一笔（{row}）的申请单位就是“{platform}”的建设单位（{why}）；原文没有写能否补贴，暂时照常计算。",
    hint="请核实是否真实发生了服务；认为不应补贴的，用裁定（--decisions）写明理由，不要删去这一行。",
    meaning="需求侧补贴给的是平台的使用方。自己买自己的服务，服务费没有真正付出去，有套取补贴的风险。",
)
TWICE = Rule(
    code="ZHT-GRANT-TWICE",
    severity="warning",
    title="同一笔申请列了两次",
    message="这一笔（{row}）与第{other}行（{other_row}）是同一笔申请（{why}），只计一次，这一行不予补贴。",
    hint="请删去重复的一行；确是两笔的，写明不同的编号和各自的凭证（发票号、合同号）。",
    meaning="编号相同，或者使用方、平台、使用日期和服务费都相同而没有各自的凭证，就当作同一笔申请，避免重复补贴。",
)
SAME_NUMBER = Rule(
    code="ZHT-GRANT-SAMENUMBER",
    severity="warning",
    title="申请编号重复",
    message="这一笔（{row}）的申请编号“{raw}”与第{other}行相同；核算结果里这一笔写作“{id}”。",
    hint="请改用不同的编号；暂不改动的，裁定和说明里用“{id}”指这一笔。",
    meaning="裁定、说明和核对都凭申请编号认一笔申请，编号相同就分不清说的是哪一笔。",
)
NO_CODE = Rule(
    code="ZHT-GRANT-NOCODE",
    severity="warning",
    title="企业没有统一社会信用代码",
    message="这一行（{row}）的“{name}”没有填统一社会信用代码，只能凭名称认。",
    hint="请补填18位统一社会信用代码。",
    meaning="每家企业一年最多补贴100万元，要凭代码把它在各平台的申请加在一起。没有代码，名称写法不同就会被当作两家。",
)
INDUSTRY = Rule(
    code="ZHT-GRANT-INDUSTRY",
    severity="warning",
    title="产业不在目录内",
    message="“{platform}”的产业“{raw}”不在文件列举的产业之中；补贴仍照常计算。",
    hint="填错的请改正，可选：{choices}；没有填错的照实保留，另附说明。",
    meaning="文件围绕主导产业布局、重点面向产业方向支持。产业还决定设备投入占比是否要达到规定的比例。",
)
NO_INDUSTRY = Rule(
    code="ZHT-GRANT-NOINDUSTRY",
    severity="warning",
    title="没有写平台的产业",
    message="“{platform}”没有写产业，不知道设备投入占比是否要达到{least}%，暂按不要求处理。",
    hint="请在平台清单里选择产业。",
    meaning="生物医药等产业的平台，设备投入占比达不到规定的，补贴要由人裁定。",
)
UNASSESSED = Rule(
    code="ZHT-GRANT-UNASSESSED",
    severity="warning",
    title="有新增投资，没有考核结论",
    message="“{platform}”{year}年有新增投资，却没有这一年度的考核结论；后续支持暂列为待条件满足。",
    hint="请补填{year}年度的考核结论；还没有考核的，考核后再填。",
    meaning="后续支持以年度考核合格为前提，没有结论就不能拨付。",
)
UNDATED = Rule(
    code="ZHT-GRANT-UNDATED",
    severity="error",
    title="投资没有日期",
    message="这一行（{row}）没有能用的日期，不知道是认定前还是认定后的投资，没有计入。",
    hint="请填写付款或验收的日期，例如 2026-03-15。",
    meaning="认定当天及以前的投资计入首次补贴，以后的计入当年的新增投资。没有日期就分不开。",
)
NO_DAY_OF_USE = Rule(
    code="ZHT-GRANT-NOUSEDATE",
    severity="error",
    title="申请没有使用日期",
    message="这一笔（{row}）没有能用的使用日期，不予补贴。",
    hint="请填写使用平台的日期，例如 2026-03-15。",
    meaning="是否在平台认定之后、属于哪一年、落户期限到哪一天，都从使用日期算起。",
)
UNSETTLED = Rule(
    code="ZHT-GRANT-UNSETTLED",
    severity="warning",
    title="没有写落户情况",
    message="这一笔（{row}）既没有写落户日期，也没有写使用时是否已落户，按区内企业核算。",
    hint="使用时已在区内的，在“使用时已落户”填“是”；还在区外的填“否”，落户后填落户日期。",
    meaning="原文只要求使用时尚未落户的项目、团队先落户；企业没有写明的，按区内企业核算并在这里说明，由核算的人确认。",
)
EQUIPMENT = Rule(
    code="ZHT-GRANT-EQUIPMENT",
    severity="warning",
    title="设备投入占比不足",
    message="“{platform}”{what}的设备投入占认定投资额的 {share}%，不到 {least}%；{effect}。",
    hint="请核对设备费是否漏列、类别是否填错；确实不足的，由区科技局裁定。",
    meaning="对设备需求度较高的产业平台，设备投入占平台建设投资额的比例不低于规定的比例。没有达到时怎样处理，原文没有写。",
)
LIMITED = Rule(
    code="ZHT-GRANT-LIMITED",
    severity="warning",
    title="限额类别超出比例",
    message="“{platform}”{what}的{name}申报 {declared}，限额是 {allowed}，认定 {recognised}。",
    hint="请核对类别是否填错；怎样计算限额，可用口径 other_costs 改选。",
    meaning="其他合理费用不得超过建设经费总额的3%，而“建设经费总额”原文没有界定，不同的理解得出不同的限额。",
)
NO_TOTAL = Rule(
    code="ZHT-GRANT-NOTOTAL",
    severity="error",
    title="没有写建设经费总额",
    message="“{platform}”没有写建设经费总额，{name}的限额无从计算；限额影响补贴多少的，暂不给补贴，由人裁定。",
    hint="请在平台清单里填写建设经费总额，或者改选口径 other_costs。",
    meaning="现在的口径按所填的建设经费总额计算限额，没有这个数就不能算；程序不会替你估计。",
)
