"""Data for `zht fill` with one register of many rows, the same each time: what the cases about large registers read.

About one row in a hundred has something to be said about it, as in a list that somebody looked through once.

usage: large_data.py needs|entities ROWS DATA.json
"""

from __future__ import annotations

import json
import random
import sys
from pathlib import Path

_CHARACTERS = (
    "安邦博辰诚达德鼎东方丰富冠光广海汉瀚航浩禾恒宏华汇嘉健杰金京景聚凯康科朗乐力联龙隆美铭能宁鹏普启千强勤清荣瑞森尚盛石"
    "拓泰腾天通同万维伟西新信兴雄旭迅亚扬益永优宇源远云泽展正智中众卓"
)
_TRADES = ("传感技术", "电子", "光电材料", "智能装备", "精密仪器", "软件", "新能源", "生物科技", "半导体", "机器人")
_UNUSED_LETTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)


def needs(rows: int, luck: random.Random) -> dict[str, object]:
    """A Bishan form: demands and contracts, of a few thousand firms."""
    firms = [f"重庆{name}有限公司" for name in _names(max(rows // 20, 1), luck)]
    parties = ("技术研发方", "委托代理方", "技术经纪方")
    register = []
    for number in range(rows):
        no = luck.choice("5566667")
        odd = luck.random() < 0.01
        row: dict[str, object] = {
            "indicator": no,
            "subject": luck.choice(firms),
            "title": f"{luck.choice(_TRADES)}需求{number}",
            "date": f"{luck.choice((2025, 2026, 2026))}-{luck.randint(1, 12):02}-{luck.randint(1, 28):02}",
            "cooperation": luck.choice(("联合攻关", "委托开发", "技术转让")),
            "support": f"{luck.randint(5, 200)}万元",
            "level": luck.choice(("市级", "区级")),
            "quantity": luck.choice((1, 1, 1, 2, 3)),
        }
        if not odd or luck.random() < 0.5:
            row["evidence"] = f"佐证{no}-{number:06}.pdf"
        elif register:
            known = luck.choice(register)
            row |= {key: known[key] for key in ("subject", "title")}
        if no == "6":
            row |= {"party": luck.choice(parties), "registration": f"2026500{luck.randint(0, 10**7 - 1):07}"}
        if no == "7":
            row["channel"] = luck.choice(("区经济信息委", "市科技局"))
        register.append(row)
    return {"form": "bishan-2026", "fields": {"unit": "重庆璧芯产业创新服务有限公司"}, "registers": {"needs": register}}


def entities(rows: int, luck: random.Random) -> dict[str, object]:
    """A Changzhou form: the roster that seven indicators are counted from."""
    register = []
    for name in _names(rows, luck):
        firm = luck.random() < 0.9
        odd = luck.random() < 0.01
        staff = luck.randint(3, 200)
        masters = luck.randint(0, staff)
        row: dict[str, object] = {
            "kind": "企业" if firm else "团队",
            "name": f"常州{name}有限公司" if firm else f"{name}团队",
            "main_industry": luck.random() < 0.8,
            "pool": luck.random() < 0.3,
            "digital": luck.random() < 0.4,
            "talent": luck.random() < 0.1,
            "ip": luck.random() < 0.5,
            "staff": staff,
            "masters": masters + staff if odd else masters,
            "masters_studying": 0,
        }
        if firm:
            row["uscc"] = _uscc(luck)
            if luck.random() < 0.5:
                year = luck.choice((2025, 2026))
                row |= {"sme_no": f"{year}320411{luck.randint(0, 10**8 - 1):08}", "sme_year": year}
            if luck.random() < 0.3:
                year = 2022 if odd else luck.choice((2024, 2025))
                row |= {"hte_no": f"GR{year}32{luck.randint(0, 10**6 - 1):06}", "hte_date": f"{year}-11-{12:02}"}
        register.append(row)
    fields = {
        "unit": "常州创新综合体运营有限公司",
        "project_start": "2024-01-01",
        "project_end": "2026-12-31",
        "as_of": "2026-12-31",
    }
    return {"form": "changzhou", "fields": fields, "registers": {"entities": register}}


def _names(count: int, luck: random.Random) -> list[str]:
    found: dict[str, None] = {}
    while len(found) < count:
        found["".join(luck.choices(_CHARACTERS, k=3)) + luck.choice(_TRADES)] = None
    return list(found)


def _uscc(luck: random.Random) -> str:
    """A 统一社会信用代码 with its check character (GB 32100-2015)."""
    body = "91320411" + "".join(luck.choices(_UNUSED_LETTERS, k=9))
    total = sum(_UNUSED_LETTERS.index(letter) * weight for letter, weight in zip(body, _WEIGHTS, strict=True))
    return body + _UNUSED_LETTERS[(31 - total % 31) % 31]


if __name__ == "__main__":
    make = {"needs": needs, "entities": entities}[sys.argv[1]]
    data = make(int(sys.argv[2]), random.Random(2026))  # noqa: S311 (no secret)
    Path(sys.argv[3]).write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
