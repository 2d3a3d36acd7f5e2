# syntax=docker/dockerfile:1
FROM python:3.12-slim AS packages
COPY requirements/runtime.txt .
# The lock is complete: nothing is resolved.
RUN python -m venv /opt/venv \
    && /opt/venv/bin/pip install --no-cache-dir --disable-pip-version-check --no-deps --require-hashes --requirement runtime.txt \
    && /opt/venv/bin/pip check

FROM python:3.12-slim
RUN useradd --system --uid 10001 --home-dir /srv --shell /usr/sbin/nologin register \
    && install --directory --owner register --group register /srv/var
ENV PATH="/opt/venv/bin:$PATH" PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1
WORKDIR /srv
COPY --from=packages /opt/venv /opt/venv
COPY alembic.ini ./
COPY migrations ./migrations
COPY demo ./demo
COPY docs/openapi.json ./docs/openapi.json
COPY app ./app
# Compiled once here, because the running container may not write.
RUN python -m compileall -q app migrations
USER register
EXPOSE 8000
HEALTHCHECK --interval=10s --timeout=3s --start-period=20s --retries=3 \
    CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8000/health/live', timeout=2)"]
ENTRYPOINT ["python", "-m", "app"]
CMD ["serve", "--host", "0.0.0.0", "--port", "8000"]
