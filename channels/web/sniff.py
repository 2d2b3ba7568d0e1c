"""What a picture is, by its first bytes; what a client calls it counts for nothing."""


def picture_type(content: bytes) -> str | None:
    """The content type of a JPEG, PNG, GIF or WebP; None: it is none of them."""
    if content.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    if content.startswith((b"GIF87a", b"GIF89a")):
        return "image/gif"
    if content.startswith(b"RIFF") and content[8:12] == b"WEBP":
        return "image/webp"
    return None
