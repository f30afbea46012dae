"""What people need beside a chair: places for wheelchairs, bandwidth, power."""

from __future__ import annotations

from huiwu.engines.capacity.standards import Numbers


def wheelchair_spaces(seats: int, numbers: Numbers) -> int:
    """By GB 55019-2021: up to 100 → 1, up to 400 → 2, then one more for each 200 begun. By GB 50763-2012: up to 300 → 1,
    beyond 0.2 %, at least 2. No seats need none."""
    if seats <= 0:
        return 0
    if numbers.word("wheelchair_rule") == "gb50763":
        return 1 if seats <= 300 else max(2, -(-seats * 2 // 1000))
    if seats <= 400:
        return 1 if seats <= 100 else 2
    return 2 + -(-(seats - 400) // 200)


def companion_seats(spaces: int, numbers: Numbers) -> int:
    """Beside the wheelchair spaces, one each unless set otherwise."""
    return -(-spaces * numbers["companions_permille"] // 1000)


def bandwidth_kbps(people: int, numbers: Numbers, *, streams_1080p: int = 0, streams_4k: int = 0) -> int:
    """`people × devices × concurrency × rate + 1.5 × streams`: 500 people and one 1080p stream → 362 Mbit/s."""
    shared = people * numbers["devices_permille"] * numbers["concurrency_permille"] * numbers["rate_kbps"]
    streams = streams_1080p * numbers["stream_1080p_kbps"] + streams_4k * numbers["stream_4k_kbps"]
    return -(-shared // 1_000_000) + -(-streams * numbers["stream_share"] // 1000)


def bandwidth_mbps(people: int, numbers: Numbers, *, streams_1080p: int = 0, streams_4k: int = 0) -> int:
    """As `bandwidth_kbps`, in whole Mbit/s, rounded up."""
    return -(-bandwidth_kbps(people, numbers, streams_1080p=streams_1080p, streams_4k=streams_4k) // 1000)


def access_points(people: int, numbers: Numbers) -> int:
    return -(-people // numbers["people_per_access_point"])


def power_usable(watts: int, numbers: Numbers) -> int:
    """Watts that may be drawn when the reserve stays untouched: 100 kW → 80 kW."""
    return watts * (1000 - numbers["power_reserve"]) // 1000
