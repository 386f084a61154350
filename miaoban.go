// Package miaoban is 秒办: instant-approval government services. Its parts are in
// the folders functions, shared and local; the tests here hold them together.
package miaoban
