"""How buckets of an ageing are called."""


def days(env, first, last):
    """The days of a bucket in words; None where it has no end."""
    if first is None and last is None:
        return env._("All")
    if first is None:
        return env._("Not due") if last == 0 else env._("Up to %s days", last)
    if last is None:
        return env._("Over %s days", first - 1)
    if first == last:
        return env._("%s days", first)
    return env._("%(first)s–%(last)s days", first=first, last=last)  # noqa: RUF001


def no_bucket(env):
    """Why a set of buckets cannot be kept."""
    return env._("An ageing needs at least one bucket.")
