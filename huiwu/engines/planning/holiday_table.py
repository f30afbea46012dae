"""Writes `data/holidays_cn.json` from the `holidays` package: `python -m huiwu.engines.planning.holiday_table`.

The table ships because reading it costs 1 ms where importing the package costs 80. Years whose State Council notice the
package knows (it then lists make-up workdays) are announced; later years hold the statutory days only and say so.
"""

from __future__ import annotations

import json
from pathlib import Path

FIRST_YEAR, LAST_YEAR = 2023, 2035


def table() -> dict[str, object]:
    """Per year: state, days off on weekdays or weekends with their names, and make-up workdays."""
    import holidays

    years: dict[str, object] = {}
    for year in range(FIRST_YEAR, LAST_YEAR + 1):
        found = holidays.country_holidays("CN", years=[year], language="zh_CN")
        workdays = sorted(day for day in found.weekend_workdays if day.year == year)
        years[str(year)] = {
            "state": "announced" if workdays else "unannounced",
            "source": f"国务院办公厅关于 {year} 年部分节假日安排的通知"
            if workdays
            else "法定节日推算，放假与调休安排未发布",
            "holidays": {day.isoformat(): _plain(found[day]) for day in sorted(found) if day.year == year},
            "workdays": [day.isoformat() for day in workdays],
        }
    return {"region": "CN", "years": years}


def _plain(name: str) -> str:
    return name.split("（")[0].split("(")[0].split(";")[0].strip()


def write(path: Path) -> None:
    """Write the table to `path`."""
    path.write_text(json.dumps(table(), ensure_ascii=False, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    write(Path(__file__).parent / "data" / "holidays_cn.json")
