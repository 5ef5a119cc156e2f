package store

import "context"

const sqlPutSetting = `
INSERT INTO settings (key, value) VALUES ($1, $2) ON CONFLICT (key) DO UPDATE SET value = excluded.value`

// PutSetting stores a JSON value under a name.
func (s *Store) PutSetting(ctx context.Context, name string, value []byte) error {
	return s.execute(ctx, "put setting "+name, sqlPutSetting, name, bytesOf(value))
}

const sqlSetting = `SELECT value FROM settings WHERE key = $1`

// Setting returns the value under a name; nil when it was never set.
func (s *Store) Setting(ctx context.Context, name string) ([]byte, error) {
	return one(ctx, s, "read setting "+name, nil, func(row scanner) (value []byte, err error) {
		err = row.Scan(&value)
		return value, err
	}, sqlSetting, name)
}
