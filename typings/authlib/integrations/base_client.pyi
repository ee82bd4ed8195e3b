class OAuthError(Exception):
    error: str
