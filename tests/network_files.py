"""Files of network programs and directories, for tests: how they are saved and what was read."""


def save(tmp_path, name, text):
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return path


def list_ties(e):
    frame = e.relationships
    return [
        tuple(row)
        for row in frame[["from_id", "to_id", "kind", "direction"]].astype(object).to_numpy()
    ]


def join_messages(e):
    return " / ".join(e.problems["message"])


def pairs(frame, *names):
    return [tuple(row) for row in frame[list(names)].astype(object).to_numpy()]
