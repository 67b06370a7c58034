"""Findings about a year's subsidy, support that overlaps, and fees for entrusted tasks."""

from zhtcli.core.finding import Rule

PART_TIME = Rule(
    code="ZHT-SETTLE-PARTTIME",
    severity="warning",
    title="兼职人员薪酬",
    message="这一行（{row}）是兼职人员的薪酬 {amount}，没有计入补贴。",
    hint="确为专职的，把“专职”改为“是”并备好劳动合同；确为兼职的，不必改动。",
    meaning="运营经费补贴支付薪酬的人员，限于从事综合体日常工作的专职人员。",
)
FULL_TIME = Rule(
    code="ZHT-SETTLE-FULLTIME",
    severity="error",
    title="薪酬没有写明是否专职",
    message="这一行（{row}）的薪酬 {amount} 没有写明是否专职，没有计入补贴。",
    hint="请在“专职”一列填“是”或“否”。",
    meaning="只有专职人员的薪酬可以计入；没有写明的，程序不会替你认定为专职。",
)
PURPOSE = Rule(
    code="ZHT-SETTLE-PURPOSE",
    severity="warning",
    title="支出不在范围内",
    message="这一行（{row}）的用途是“{raw}”，不在所列范围内，{amount} 没有计入补贴。",
    hint="请核对用途：{choices}可以计入；确实不属于这几类的，不必改动。",
    meaning="运营经费补贴只用于共享平台及展厅建设、专职人员薪酬、交流合作活动和租金水电物业等日常办公。",
)
SAME_ROW = Rule(
    code="ZHT-SETTLE-SAMEROW",
    severity="warning",
    title="两笔支出完全相同",
    message="这一行（{row}）与第{first}行完全相同，两笔都计入了，{amount} 可能重复。",
    hint="请核对是不是同一笔；确是两笔的，在“凭证”或“备注”分别写明。",
    meaning="日期、用途、收款方和金额都相同的两行，多半是同一笔登记了两次，补贴就会多算一次。",
)
OTHER_YEAR = Rule(
    code="ZHT-SETTLE-YEAR",
    severity="warning",
    title="支出不在本年度",
    message="这一行（{row}）的支出日期是 {day}，不在{year}年度内，{amount} 没有计入补贴。",
    hint="请核对日期；确是其他年度的支出，填到那一年的表里。",
    meaning="运营经费补贴按年度安排、次年结算，一张表只结算一个年度。",
)
UNDATED = Rule(
    code="ZHT-SETTLE-UNDATED",
    severity="error",
    title="支出没有日期",
    message="这一行（{row}）没有能用的支出日期，不知道属于哪一年，{amount} 没有计入补贴。",
    hint="请填写付款日期，例如 2026-03-15。",
    meaning="运营经费补贴按年度结算，没有日期就不知道该不该算在这一年。",
)
SALARIES = Rule(
    code="ZHT-SETTLE-SALARIES",
    severity="warning",
    title="薪酬超过三分之一",
    message="专职薪酬 {declared}，按{of}的{part}最多计 {limit}，超出的 {over} 没有计入补贴。",
    hint="请核对薪酬和其他支出；以什么为基数，可用口径 salary_base 改选。",
    meaning="薪酬支出不得超过年度补助资金的三分之一。年度补助资金指核定数还是结算数，原文没有写明。",
)
UNSPENT = Rule(
    code="ZHT-SETTLE-UNSPENT",
    severity="warning",
    title="没有填运营经费支出",
    message="填了“{name}”，台账“{register}”一行也没有；没有当作没有支出，暂不结算。",
    hint="请逐笔填写本年的支出；确实没有支出的，请由主管部门裁定。",
    meaning="结算看实际支出。空白不等于没有花钱，照空白结算会把预拨都算成应收回。",
)
BASE = Rule(
    code="ZHT-SETTLE-BASE",
    severity="note",
    title="没有填核定年度补贴",
    message="没有填核定年度补贴，薪酬限额改按{of}计算，最多计 {limit}。",
    hint="已经核定的，请填写核定年度补贴。",
    meaning="薪酬限额以年度补助资金为基数。没有核定数时，先用年初预拨，再用每年的最高额，并在这里说明。",
)
GRANTED = Rule(
    code="ZHT-SETTLE-GRANTED",
    severity="error",
    title="核定补贴超过最高额",
    message="核定年度补贴填了 {told}，超过每年最高 {most}；按 {most} 计算。",
    hint="请核对核定文件；单位是万元，上级补助资金不要填在这里。",
    meaning="运营经费补贴每年最高不超过50万元，上级补助资金结转的不在其内，另有栏目填写。",
)
PREPAID = Rule(
    code="ZHT-SETTLE-PREPAID",
    severity="warning",
    title="预拨多于可给的补贴",
    message="年初预拨 {told}，多于{of}；照所填的数结算。",
    hint="请核对预拨和核定的金额，改正填错的一个。",
    meaning="预拨是年度补贴的一部分，不应多于全年的补贴；多出的结算时要收回。",
)
CARRIED = Rule(
    code="ZHT-SETTLE-CARRIED",
    severity="warning",
    title="平台级别与结转资金不符",
    message="平台级别是“{level}”，却填了上级补助资金结转 {told}；没有按有结转资金处理。",
    hint="请核对平台级别和结转金额：{levels}的综合体才有上级补助资金结转。",
    meaning="第十条把宁波市级及以上综合体的上级补助结转资金除外，慈溪市级的综合体不在其列。",
)
REFUND = Rule(
    code="ZHT-SETTLE-REFUND",
    severity="warning",
    title="预拨多于结算",
    message="年初预拨 {told}，{when}补贴 {settled}，应收回 {refund}。",
    hint="请核对支出是否填全；没有遗漏的，按规定收回或抵扣。",
    meaning="运营经费补贴每年年初预拨、次年结算，预拨多于结算的部分不能留下。",
)
COMPLETION = Rule(
    code="ZHT-SETTLE-COMPLETION",
    severity="error",
    title="完成率没有填全",
    message="年度考核{grade}，按完成率折算补贴，但{names}的完成率不知道，补贴由人裁定。",
    hint="请把这些指标的本年数和本年的承诺数填全，承诺数要大于 0。",
    meaning="现在的口径按五项指标完成率的平均数折算，缺一项就算不出平均数；程序不会替你估计。",
)
GRADE = Rule(
    code="ZHT-SETTLE-GRADE",
    severity="warning",
    title="考核结果不能用来结算",
    message="{year}年度考核的结果写的是“{raw}”，不是“{passed}”或“{failed}”，补贴由人裁定。",
    hint="请照文件填写考核结果。",
    meaning="补贴与年度目标考核验收挂钩，年度考核验收只有合格、不合格两种结果。",
)
OVERLAP_KEY = Rule(
    code="ZHT-OVERLAP-KEY",
    severity="warning",
    title="其他补助没有对应的事项",
    message="“其他补助”里的事项“{raw}”，在“本办法补助”里没有{near}，没有拿来比较。",
    hint="同一事项请在两处写成一致；本办法没有补助的事项，不必列入。",
    meaning="就高不重复按同一事项比较。事项写法不一致，重复的补助就查不出来。",
)
OVERLAP_UNNAMED = Rule(
    code="ZHT-OVERLAP-UNNAMED",
    severity="error",
    title="补助没有写事项",
    message="“本办法补助”第{line}行没有写事项，补助{amount}没有计入，也没有与其他补助比较。",
    hint="请写明项目、设备或合同的编号或名称；不需要这一行的，把整行删去。",
    meaning="就高不重复按同一事项比较。没有写事项，不知道补助的是什么，也不知道有没有重复，所以不计入合计。",
)
OVERLAP_OTHER_UNNAMED = Rule(
    code="ZHT-OVERLAP-OTHERUNNAMED",
    severity="error",
    title="其他补助没有写事项",
    message="“其他补助”第{line}行没有写事项，补助{amount}没有拿来比较，本办法的补助可能因此多算。",
    hint="请写明事项，与“本办法补助”写成一致；已放弃或退回的，在该列填“是”。",
    meaning="就高不重复按同一事项比较。已经得到的补助不知道是哪一项的，重复的就查不出来。",
)
OVERLAP_TWICE = Rule(
    code="ZHT-OVERLAP-TWICE",
    severity="error",
    title="同一事项列了两次",
    message="“本办法补助”里的事项“{raw}”在第{other}行已经列过，第{line}行没有计入。",
    hint="请只保留一行；确是两个事项的，写明不同的名称或编号。",
    meaning="同一事项列两次，补助就会给两次，其他补助也不知道该抵哪一笔。",
)
OVERLAP_AMOUNT = Rule(
    code="ZHT-OVERLAP-AMOUNT",
    severity="error",
    title="其他补助没有金额",
    message="事项“{key}”的其他补助（{row}）没有能用的金额，本办法该补多少由人裁定。",
    hint="请填写已经得到的金额，单位万元；没有得到的删去这一行，放弃或退回的在“已放弃或退回”填“是”。",
    meaning="就高不重复要知道已经得到多少，没有金额就无从比较。",
)
GIVE_UP = Rule(
    code="ZHT-OVERLAP-GIVEUP",
    severity="warning",
    title="其他补助要先放弃或退回",
    message=(
        "事项“{key}”按本办法补助 {own}，高于其他补助中最高的 {highest}；"
        "其他补助共 {received}{lower}，放弃或退回以后才能拨付。"
    ),
    hint="已经放弃或退回的，在“其他补助”的“已放弃或退回”填“是”。",
    meaning="现在的口径是同一事项只享受最高的一项，选了本办法就不能再留其他补助。",
)
ENTRUSTED_OVER = Rule(
    code="ZHT-ENTRUST-OVER",
    severity="error",
    title="委托建设管理费用超限",
    message="委托建设管理费用 {fee}，超过上级补助与本级配套合计 {funds}{missing}的 {most}%（{limit}），超出 {over}。",
    hint="请核对三个金额的单位和口径；确实超出的，超出部分不能从专账列支。",
    meaning="委托建设管理费用支出最高不超过上级财政补助资金与本级配套资金总和的50%，恰好50%不算超。",
)
ENTRUSTED_TASK = Rule(
    code="ZHT-ENTRUST-TASK",
    severity="error",
    title="委托了不在范围内的任务",
    message="委托任务选了“{strange}”，不在可以委托的范围内。",
    hint="可以委托的只有{allowed}；选错的请改正，其他任务由创新中心自己实施。",
    meaning="第二十条只写了科研项目实施、实验室建设及运营管理可委托依托单位实施。",
)
ENTRUSTED_UNTOLD = Rule(
    code="ZHT-ENTRUST-UNTOLD",
    severity="warning",
    title="没有写委托了什么",
    message="填了委托建设管理费用 {fee}，没有选委托任务，不知道是否在范围内。",
    hint="请选择委托的任务。",
    meaning="可委托的任务文件已经列明，只有费用没有任务就无从核对。",
)
ENTRUSTED_NO_FUNDS = Rule(
    code="ZHT-ENTRUST-NOFUNDS",
    severity="warning",
    title="限额无从计算",
    message="填了委托建设管理费用 {fee}，但{names}都没有填，限额无从计算。",
    hint="请填写上级财政补助资金和本级配套资金；没有的填 0。",
    meaning="委托建设管理费用的限额以上级补助与本级配套之和为基数，没有基数就无法核对。",
)
