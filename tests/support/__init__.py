"""What the tests share: databases and builders."""
