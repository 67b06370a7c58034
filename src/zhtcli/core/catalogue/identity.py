"""Findings about who is who: one name in two spellings, one code under two names, one thing claimed in two years."""

from zhtcli.core.finding import Rule

SPELLING = Rule(
    code="ZHT-IDENTITY-SPELLING",
    severity="warning",
    title="疑似同一名称的两种写法",
    message="第{line}行的“{here}”与第{other}行的“{there}”很像，可能是同一家；程序没有合并，照所填的名称处理。",
    hint="请对照证照核对：是同一家的，改成一致的全称，重复列入的删去一行；确是两家的，不必改动。",
    meaning="多字、漏字、错字，或者有的写全称、有的写简称，会使同一家被当作两家，重复计数，也会与别的台账对不上。"
    "全角半角、空格、括号样式和“有限责任公司”的差别不算，程序自会识别。",
)
ONE_CODE = Rule(
    code="ZHT-IDENTITY-CODE",
    severity="warning",
    title="同一编号，名称不同",
    message="第{line}行的“{here}”与第{other}行的“{there}”名称不同，{label}却都是 {code}；没有改动，照所填的处理。",
    hint="请对照证照核对编号和名称：编号抄错的改正编号；曾经更名的，统一用现在的名称。",
    meaning="凭编号认，是同一个；看名称，却是两个。编号抄串了行，真正的那一个就不会被计入；更名前后都列入，又会重复。",
)
ONE_NAME = Rule(
    code="ZHT-IDENTITY-NAME",
    severity="warning",
    title="同一名称，编号不同",
    message="“{here}”的{label}在第{line}行是 {code}，在第{other}行是 {other_code}；没有改动，照所填的编号处理。",
    hint="请对照证照核对编号，改正抄错的一处。",
    meaning="编号抄错一位，同一个就会被当作两个，重复计数。",
)
NAMESAKES = Rule(
    code="ZHT-IDENTITY-NAMESAKE",
    severity="note",
    title="同名的人",
    message="第{line}行和第{other}行都是“{here}”，{label}不同（{code}、{other_code}），按两个人处理。",
    hint="确是同名的两个人，不必改动；是同一个人的，请改正号码。",
    meaning="同名的人很常见，号码又都符合校验规则，多半确是两个人，所以只作提示。",
)
HALF_CODED = Rule(
    code="ZHT-IDENTITY-UNCODED",
    severity="warning",
    title="同一名称，有的行没有编号",
    message="“{here}”在第{other}行填了{label}，在第{line}行没有填，现按两个处理，可能重复计数。",
    hint="请在第{line}行补填{label}。",
    meaning="有编号的凭编号认，没有编号的凭名称认。同一个人、同一家企业，一行填了编号而另一行没有，程序不敢断定是同一个，就会各计一次。",
)
CODE_ELSEWHERE = Rule(
    code="ZHT-IDENTITY-CODEACROSS",
    severity="warning",
    title="两本台账的名称不一致",
    message="{label} {code} 在 {place} 填的是“{here}”，在 {other_place} 填的是“{there}”；没有改动，各照所填的处理。",
    hint="请对照证照核对，使两本台账一致。",
    meaning="同一个编号在两本台账里名称不同，说明有一处抄错，或者有一本没有随更名改过来。",
)
NAME_ELSEWHERE = Rule(
    code="ZHT-IDENTITY-NAMEACROSS",
    severity="warning",
    title="两本台账的编号不一致",
    message="“{here}”的{label}在 {place} 填的是 {code}，在 {other_place} 填的是 {other_code}；"
    "没有改动，各照所填的处理。",
    hint="请对照证照核对，使两本台账一致。",
    meaning="同一家企业在两本台账里编号不同，说明有一处抄错；凭编号查重和核对时就会对不上。",
)
MORE = Rule(
    code="ZHT-IDENTITY-MORE",
    severity="warning",
    title="同类问题还有",
    message="“{sheet}”页里“{kind}”的问题还有{count}处，没有逐一列出。",
    hint="请先处理已列出的，再重新校验；若是成批导入的名单，请从来源处改正。",
    meaning="同一类问题最多逐一列出20处，免得淹没别的问题。数目很多时，往往是整列贴错或编码有误。",
)
CLAIMED_TWICE = Rule(
    code="ZHT-IDENTITY-TWOYEARS",
    severity="warning",
    title="同一事项在两年里都列为新增",
    message="第{line}行（{row}）在{file}列为{year}新增，而{other_file}的“{other_sheet}”页第{other_line}行"
    "已把同一事项列为{other_year}新增；没有扣除，两年各照所填计入第{no}项。",
    hint="请核对它究竟是哪一年的；以后年份的表沿用以前的行时，日期不要改动。",
    meaning="同一事项在整个考核期内只计一次。一份表里的重复会自动不计，分在两年的两份表里，就要人来判断以哪一年为准。",
)
REGISTER_GONE = Rule(
    code="ZHT-IDENTITY-GONE",
    severity="warning",
    title="往年有的台账今年没有了",
    message="{names}台账在{other_year}的表（{other_file}）里有{count}行，本表里{what}；有关指标按没有台账处理，填报数照旧。",
    hint="请核对是否误删；可用 zht template 加 --from 从上一年的表带入台账，再作增减。",
    meaning="台账去年有、今年空着，多半是误删或忘了带入，有关的数就失去了逐行的依据。",
)
